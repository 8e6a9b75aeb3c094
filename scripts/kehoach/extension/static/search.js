// The search on top of every page finds objects: by ID, number, clause, short name, state or title, with or without
// accents. Enter opens the first. What Sphinx finds in the text of pages stands below them on the page of the search.
// The index is a script, since a page in a folder may load nothing else; it is loaded when somebody searches.
(() => {
const SAYS = document.documentElement.lang === "en"
  ? { objects: "Objects", list: "List of tasks", due: "due", all: (words) => `In the text of all pages: ${words}` }
  : { objects: "Đối tượng", list: "Danh sách nhiệm vụ", due: "hạn", all: (words) => `Tìm trong toàn văn: ${words}` };

const ROOT = document.documentElement.dataset.content_root ?? "./";
const MOST = 10;

const plain = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/đ/g, "d").replace(/\s+/g, " ").trim();
const wordsOf = (text) => text.split(/[^\p{Letter}\p{Number}]+/u).filter(Boolean);
const joined = (text) => wordsOf(text).join("");
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// -- the index ---------------------------------------------------------------------------------------

let entries = null;
let loading = null;

function load() {
  loading ??= new Promise((done) => {
    window.kehoachObjects = (told) => {
      entries = [...lists(told), ...objects(told)];
      done();
    };
    const script = document.createElement("script");
    script.src = `${ROOT}objects.js`;
    document.head.append(script);
  });
  return loading;
}

const lists = ({ lists }) => lists.map(([title, address]) => ({
  title, address, about: [SAYS.list], title_: plain(title), list: true, names: [], all: plain(title), rank: -1, order: 0,
}));

function objects({ types, own, states, plans, pages, objects }) {
  return objects.map(([type, id, title, page, state, due, plan, ...names], order) => {
    const [value, label] = states[state] ?? ["", ""];
    const plains = names.map(plain);
    const about = [types[type], names[0], plans[plan]].filter(Boolean);
    return {
      title, id, state: value, label, due, about, rank: type, order,
      address: type === own ? pages[page] : `${pages[page]}#${id}`,
      title_: plain(title),
      label_: plain(label),
      names: plains,
      id_: joined(plain(id)),
      initials: type === own ? initials(title) : [],
      all: `${plain(title)} ${plains.join(" ")} ${plain(id)} ${plain(label)}`,
    };
  });
}

// "Sở Giáo dục và Đào tạo" is also looked for as SGDVDT and SGDDT.
function initials(title) {
  const words = wordsOf(plain(title.replace(/\(.*?\)/g, "")));
  const first = (some) => some.map((word) => word[0]).join("");
  return words.length > 1 ? [first(words), first(words.filter((word) => word !== "va"))] : [];
}

// -- what fits a query, the better the more ------------------------------------------------------------

function fit(entry, query, words, whole) {
  const begins = new RegExp(`(^|[^a-z0-9])${escaped(query)}`);
  if (entry.list) return entry.title_.startsWith(query) ? 950 : begins.test(entry.title_) ? 940 : 0;
  if (entry.id_ === whole || entry.id_.slice(2) === whole) return 1000;
  if (entry.names.includes(query)) return 900;
  if (entry.names.some((name) => joined(name) === whole)) return 850;
  if (entry.initials.includes(whole)) return 800;
  // "346" finds 346/QĐ-TTg; "346/QD" does, too.
  if (/^\d+$/.test(query) && entry.names.some((name) => name.startsWith(`${query}/`))) return 750;
  if (/\d/.test(query) && entry.names.some((name) => name.startsWith(query))) return 700;
  if (entry.label_ && begins.test(entry.label_)) return 650;
  // Fractions count among objects of one type: a task comes before a deliverable that is called just so.
  if (entry.title_ === query) return 600.2;
  if (entry.title_.startsWith(query)) return 600.1;
  if (begins.test(entry.title_)) return 600;
  const found = (text) => words.every((word) => new RegExp(`(^|[^a-z0-9])${escaped(word)}`).test(text));
  if (found(entry.title_)) return 400;
  if (/\d/.test(query) && entry.id_.includes(whole)) return 350;
  if (found(entry.all)) return 300;
  return words.every((word) => entry.all.includes(word)) ? 100 : 0;
}

function find(text) {
  const query = plain(text).replace(/^(muc|so) (?=.*\d|[ivxlc]+\b)/, ""); // "mục II.1", "số 346/QĐ-TTg"
  const words = wordsOf(query);
  if (!words.length) return [];
  const whole = words.join("");
  const found = [];
  for (const entry of entries) {
    const value = fit(entry, query, words, whole);
    if (value) found.push([value, entry]);
  }
  found.sort(([a, one], [b, other]) =>
    Math.floor(b) - Math.floor(a) || one.rank - other.rank || b - a || one.order - other.order);
  return found.slice(0, MOST).map(([, entry]) => entry);
}

// -- what was found ------------------------------------------------------------------------------------

// The title, and below it what else is known.
function shown(entry, title = document.createElement("span")) {
  const about = document.createElement("small");
  title.textContent = entry.title;
  about.textContent = entry.about.join(" · ");
  if (entry.state) {
    const state = document.createElement("span");
    state.className = `state state-${entry.state}`;
    state.textContent = entry.label;
    about.append(" · ", state, entry.due ? ` · ${SAYS.due} ${entry.due}` : "");
  }
  return [title, about];
}

function option(address, ...words) {
  const made = document.createElement("li");
  made.setAttribute("role", "option");
  made.dataset.address = address;
  made.append(...words);
  made.addEventListener("click", () => location.assign(address));
  return made;
}

function suggest(input) {
  const form = input.form;
  const list = document.createElement("ul");
  list.id = "objects-found";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", SAYS.objects);
  list.hidden = true;
  form.append(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-expanded", "false");
  let chosen = -1;

  const choose = (number) => {
    const options = [...list.children];
    chosen = options.length ? (number + options.length) % options.length : -1;
    options.forEach((option, place) => option.setAttribute("aria-selected", String(place === chosen)));
    if (chosen < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", options[chosen].id);
      options[chosen].scrollIntoView({ block: "nearest" });
    }
  };
  const close = () => {
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(-1 - list.children.length);
  };
  const show = () => {
    const text = input.value.trim();
    if (!entries || !text) return close();
    const options = find(text).map((entry) => option(ROOT + entry.address, ...shown(entry)));
    const everywhere = `${form.action.split("?")[0]}?q=${encodeURIComponent(text)}`;
    list.replaceChildren(...options, option(everywhere, SAYS.all(text)));
    [...list.children].forEach((one, place) => (one.id = `object-${place + 1}`));
    list.hidden = false;
    input.setAttribute("aria-expanded", "true");
    choose(0);
  };

  input.addEventListener("focus", () => load().then(show));
  input.addEventListener("input", show);
  input.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      choose(chosen + (event.key === "ArrowDown" ? 1 : -1));
    } else if (event.key === "Escape") close();
  });
  // The first that was found, or the one that was chosen; the index may be still on its way.
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (list.hidden) {
      await load();
      show();
    }
    const target = list.children[Math.max(chosen, 0)];
    if (target) location.assign(target.dataset.address);
  });
  document.addEventListener("click", (event) => {
    if (!form.contains(event.target)) close();
  });
}

// The page of the search: objects first.
function above(results) {
  const text = new URLSearchParams(location.search).get("q") ?? "";
  load().then(() => {
    const found = find(text);
    if (!found.length) return;
    const heading = document.createElement("h2");
    const list = document.createElement("ul");
    heading.textContent = SAYS.objects;
    list.className = "objects";
    list.append(...found.map((entry) => {
      const item = document.createElement("li");
      const anchor = document.createElement("a");
      anchor.href = ROOT + entry.address;
      item.append(...shown(entry, anchor));
      return item;
    }));
    results.before(heading, list);
  });
}

for (const input of document.querySelectorAll("header.top input[name=q]")) suggest(input);
const results = document.getElementById("search-results");
if (results) above(results);
// A browser lets no page read another one in a folder: results are then listed without an excerpt.
if (location.protocol === "file:" && typeof DOCUMENTATION_OPTIONS !== "undefined") {
  DOCUMENTATION_OPTIONS.SHOW_SEARCH_SUMMARY = false;
}
})();
