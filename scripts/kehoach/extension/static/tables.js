// Tables that can be filtered, with or without accents, and sorted by a column. Without this script, in print
// and in other builders, they are plain tables with every row; of a long list the page has some rows, and all of
// them are in a file of its own, which is loaded when somebody filters or sorts.
const fold = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/đ/g, "d");

const WORDS = document.documentElement.lang === "en"
  ? {
    filter: "Filter", shown: (n, all) => `${n} of ${all} rows`, sort: "Sort by",
    plan: "Plan", allPlans: "all plans", more: (n) => `Show ${n} more`,
  }
  : {
    filter: "Lọc bảng", shown: (n, all) => `${n}/${all} dòng`, sort: "Sắp xếp theo",
    plan: "Kế hoạch", allPlans: "mọi kế hoạch", more: (n) => `Hiện thêm ${n} dòng`,
  };

// "30/09/2023" sorts as a day, everything else as Vietnamese text.
const sortKey = (text) => text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1");

// What a column is called: an abbreviation by its full name.
const headWords = (head) => head.dataset.name ?? (head.querySelector("abbr")?.title || head.textContent.trim());

// The heads of the columns from left to right; words that several share stand above these.
const headsOf = (table) =>
  [...table.querySelectorAll('thead th:not([scope="colgroup"])')].sort((a, b) => (a.dataset.column ?? 0) - (b.dataset.column ?? 0));

// What is filtered and sorted stands in the address, so that a view can be sent as a link.
const query = new URLSearchParams(location.search);

function remember(name, value) {
  if (value) query.set(name, value);
  else query.delete(name);
  const search = query.toString();
  history.replaceState(null, "", `${location.pathname}${search ? `?${search}` : ""}${location.hash}`);
}

// Where there are several plans, the first column names the plan of each row.
const planOf = (row) => row.cells[0].textContent.trim();

function planChoice(bar, table) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  const plans = JSON.parse(table.dataset.plans);
  select.append(new Option(WORDS.allPlans, ""), ...plans.map((plan) => new Option(plan)));
  label.append(WORDS.plan, " ", select);
  bar.append(label);
  return select;
}

// What the list can be narrowed by stands on the table as JSON, and on each row as data-KEY, its choices with a blank
// between them.
const choicesOf = (row, key) => (row.dataset[key] ?? "").split(" ");

function facetChoices(bar, table) {
  return JSON.parse(table.dataset.facets ?? "[]").map(({ key, everything, choices }) => {
    const select = document.createElement("select");
    select.setAttribute("aria-label", everything);
    const order = ([value, words]) => (/^\d/.test(value) ? value : words); // months as they follow one another
    const sorted = Object.entries(choices).sort((a, b) => order(a).localeCompare(order(b), "vi"));
    select.append(new Option(everything, ""), ...sorted.map(([value, words]) => new Option(words, value)));
    bar.append(select);
    return [select, key];
  });
}

// The rows of a table: those it has, or, of a long list, those of its file once they are loaded.
const STEP = 100;
const awaited = new Map();
window.kehoachRows = (rows) => awaited.get(document.currentScript.src)(rows);

class Rows {
  constructor(table) {
    this.table = table;
    this.body = table.tBodies[0];
    this.shown = [...this.body.rows];
    this.all = this.shown;
    this.order = null;
    this.fits = () => true;
    this.limit = STEP;
    this.words = new WeakMap();
    this.heads = headsOf(table).map(headWords);
    label(this.all, this.heads);
  }

  get total() {
    return Number(this.table.dataset.count ?? this.all.length);
  }

  // Scripts are all that a page in a folder may load.
  load() {
    this.loading ??= new Promise((done) => {
      if (!this.table.dataset.rows) return done();
      const script = document.createElement("script");
      script.src = this.table.dataset.rows;
      awaited.set(script.src, (rows) => {
        const made = document.createElement("tbody");
        made.innerHTML = rows.join("");
        this.all = [...made.rows];
        label(this.all, this.heads);
        done();
      });
      document.head.append(script);
    });
    return this.loading;
  }

  text(row) {
    if (!this.words.has(row)) this.words.set(row, fold(row.textContent));
    return this.words.get(row);
  }

  // Shows the rows that fit, in their order; tells how many there are.
  async show(narrowed) {
    const long = Boolean(this.table.dataset.rows);
    if (long && !narrowed && !this.order) {
      this.body.replaceChildren(...this.shown);
      this.offer(0);
      return this.total;
    }
    await this.load();
    const rows = this.order ? [...this.all].sort(this.order) : this.all;
    const found = rows.filter(this.fits);
    if (long) this.body.replaceChildren(...found.slice(0, this.limit));
    else {
      for (const row of rows) row.hidden = !this.fits(row);
      if (this.order) this.body.append(...rows);
    }
    this.offer(long ? found.length - this.limit : 0);
    return found.length;
  }

  offer(left) {
    this.more?.remove();
    if (left <= 0) return;
    this.more = document.createElement("button");
    this.more.type = "button";
    this.more.className = "more";
    this.more.textContent = WORDS.more(Math.min(left, STEP));
    this.more.addEventListener("click", () => {
      this.limit += STEP;
      this.show(true);
    });
    this.table.after(this.more);
  }
}

// The drawing of the same rows, above their table: it closes up over those that the table does not show.
const drawingOf = (table) => table.classList.contains("timeline-table") ? [...document.querySelectorAll(".timeline")] : [];

const links = (row) => [...row.querySelectorAll("a")].map((link) => link.getAttribute("href"));

function draw(svg, shown) {
  const view = svg.viewBox.baseVal;
  svg.dataset.height ??= view.height;
  const rows = [...svg.querySelectorAll(".row")];
  let closed = 0;
  for (const row of rows) {
    const out = Boolean(shown) && !links(row).some((link) => shown.has(link));
    row.style.display = out ? "none" : "";
    row.setAttribute("transform", `translate(0 ${-closed})`);
    if (out) closed += Number(row.dataset.height);
  }
  view.height = svg.dataset.height - closed;
  return rows.some((row) => !row.style.display);
}

function redraw(regions, shown) {
  for (const region of regions) {
    let any = false;
    for (const svg of region.querySelectorAll("svg")) {
      const drawn = draw(svg, shown);
      svg.style.display = drawn ? "" : "none";
      any ||= drawn;
    }
    region.hidden = !any;
  }
}

function addFilter(rows, number) {
  const { table } = rows;
  const bar = document.createElement("div");
  bar.className = "table-filter";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  input.type = "search";
  count.setAttribute("role", "status");
  label.append(WORDS.filter, " ", input);
  bar.append(label);
  const plan = table.dataset.plans ? planChoice(bar, table) : null;
  const facets = facetChoices(bar, table);
  bar.append(count);
  const drawing = drawingOf(table);
  (drawing[0]?.closest(".part") ?? table.closest(".table-wrapper, table")).before(bar);

  const apply = async () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    rows.fits = (row) =>
      (!plan?.value || planOf(row) === plan.value) &&
      facets.every(([{ value }, key]) => !value || choicesOf(row, key).includes(value)) &&
      wanted.every((word) => rows.text(row).includes(word));
    rows.limit = STEP;
    const narrowed = wanted.length || plan?.value || facets.some(([{ value }]) => value);
    count.textContent = WORDS.shown(await rows.show(narrowed), rows.total);
    redraw(drawing, narrowed ? new Set(rows.all.filter(rows.fits).flatMap(links)) : null);
  };
  for (const [control, key] of [[input, `loc${number}`], [plan, `kh${number}`], ...facets]) {
    if (!control) continue;
    control.value = query.get(key) ?? "";
    control.addEventListener("input", () => {
      apply();
      remember(key, control.value);
    });
  }
  if (drawing.length) { // is printed as the table is, whose rows are all there
    addEventListener("beforeprint", () => redraw(drawing, null));
    addEventListener("afterprint", apply);
  }
  return apply;
}

function addSorting(rows, key, apply) {
  const { table } = rows;
  headsOf(table).forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = `${WORDS.sort} ${headWords(head)}`;
    button.append(...head.childNodes);
    head.replaceChildren(button);
    const sort = (ascending) => {
      table.querySelectorAll("thead th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const words = (row) => sortKey(row.cells[column].textContent.trim());
      const order = (a, b) => words(a).localeCompare(words(b), "vi", { numeric: true });
      rows.order = ascending ? order : (a, b) => order(b, a);
    };
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      sort(ascending);
      apply();
      remember(key, `${ascending ? "" : "-"}${column + 1}`);
    });
    const remembered = Number(query.get(key));
    if (Math.abs(remembered) === column + 1) sort(remembered > 0);
  });
}

// On a phone each row is shown as a block, and each cell then needs its column's words.
function label(rows, heads) {
  for (const row of rows) {
    [...row.cells].forEach((cell, column) => (cell.dataset.label = heads[column]));
  }
}

for (const [index, table] of document.querySelectorAll("table.stacked").entries()) {
  const rows = new Rows(table);
  if (rows.all.length < 2 || !table.classList.contains("filterable")) continue;
  const number = index ? String(index + 1) : "";
  const apply = addFilter(rows, number);
  addSorting(rows, `xep${number}`, apply);
  apply();
}
