// Sphinx looks objects up by exact, accented words. Here a query finds every object whose title has
// all its words, with or without accents, and the result leads to the object itself.
if (typeof Search !== "undefined") {
  // A browser lets no page read another one in a folder: results are then listed without an excerpt.
  if (location.protocol === "file:") DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;

  const plain = (text) =>
    text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/đ/g, "d");

  // Sphinx escapes names when it writes its index, and again when it shows them.
  const LETTERS = { amp: "&", lt: "<", gt: ">", quot: '"', "#x27": "'" };
  const unescaped = (text) => text.replace(/&(amp|lt|gt|quot|#x27);/g, (_, name) => LETTERS[name]);

  Search.performObjectSearch = (term, terms) => {
    // Sphinx calls this once for each word; the first call answers for all of them.
    const wanted = [...terms].map(plain);
    if (plain(term) !== wanted[0]) return [];
    const { docnames, filenames, objects, objnames } = Search._index;
    const results = [];
    for (const [prefix, entries] of Object.entries(objects)) {
      for (const [file, type, , anchor, name] of entries) {
        const title = unescaped(prefix ? `${prefix}.${name}` : name);
        if (!wanted.every((word) => plain(title).includes(word))) continue;
        results.push([
          docnames[file],
          title,
          `#${anchor}`,
          objnames[type][2],
          Scorer.title + 10,
          filenames[file],
          SearchResultKind.object,
        ]);
      }
    }
    return results;
  };
}
