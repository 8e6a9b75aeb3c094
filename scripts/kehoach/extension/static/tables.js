// Tables that can be filtered, with or without accents, and sorted by a column. Without this script,
// in print and in other builders, they are plain tables with every row.
const fold = (text) =>
  text.normalize("NFD").replace(/\p{Mn}/gu, "").toLowerCase().replace(/đ/g, "d");

const WORDS = document.documentElement.lang === "en"
  ? {
    filter: "Filter", shown: (n, all) => `${n} of ${all} rows`, sort: "Sort by",
    plan: "Plan", allPlans: "all plans",
  }
  : {
    filter: "Lọc bảng", shown: (n, all) => `${n}/${all} dòng`, sort: "Sắp xếp theo",
    plan: "Kế hoạch", allPlans: "mọi kế hoạch",
  };

// "30/09/2023" sorts as a day, everything else as Vietnamese text.
const sortKey = (text) => text.replace(/^(\d\d)\/(\d\d)\/(\d{4})$/, "$3-$2-$1");

// What a column is called: an abbreviation by its full name.
const headWords = (head) => head.querySelector("abbr")?.title || head.textContent.trim();

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

function planChoice(bar, rows) {
  const label = document.createElement("label");
  const select = document.createElement("select");
  const plans = new Set(rows.map(planOf));
  plans.delete("");
  select.append(new Option(WORDS.allPlans, ""), ...[...plans].map((plan) => new Option(plan)));
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

function addFilter(table, rows, number) {
  const bar = document.createElement("div");
  bar.className = "table-filter";
  const label = document.createElement("label");
  const input = document.createElement("input");
  const count = document.createElement("span");
  input.type = "search";
  count.setAttribute("role", "status");
  label.append(WORDS.filter, " ", input);
  bar.append(label);
  const plan = table.classList.contains("by-plan") ? planChoice(bar, rows) : null;
  const facets = facetChoices(bar, table);
  bar.append(count);
  table.closest(".table-wrapper, table").before(bar);

  const apply = () => {
    const wanted = fold(input.value).split(/\s+/).filter(Boolean);
    let shown = 0;
    for (const row of rows) {
      const words = fold(row.textContent);
      const chosen = !plan?.value || planOf(row) === plan.value;
      const narrowed = facets.every(([{ value }, key]) => !value || choicesOf(row, key).includes(value));
      row.hidden = !(chosen && narrowed && wanted.every((word) => words.includes(word)));
      shown += !row.hidden;
    }
    count.textContent = WORDS.shown(shown, rows.length);
  };
  for (const [control, key] of [[input, `loc${number}`], [plan, `kh${number}`], ...facets]) {
    if (!control) continue;
    control.value = query.get(key) ?? "";
    control.addEventListener("input", () => {
      apply();
      remember(key, control.value);
    });
  }
  apply();
}

function addSorting(table, rows, key) {
  table.querySelectorAll("thead th").forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.title = `${WORDS.sort} ${headWords(head)}`;
    button.append(...(head.querySelector("p") ?? head).childNodes);
    head.replaceChildren(button);
    const sort = (ascending) => {
      table.querySelectorAll("th").forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", ascending ? "ascending" : "descending");
      const words = (row) => sortKey(row.cells[column].textContent.trim());
      const order = (a, b) => words(a).localeCompare(words(b), "vi", { numeric: true });
      rows.sort((a, b) => (ascending ? order(a, b) : order(b, a)));
      table.tBodies[0].append(...rows);
    };
    button.addEventListener("click", () => {
      const ascending = head.getAttribute("aria-sort") !== "ascending";
      sort(ascending);
      remember(key, `${ascending ? "" : "-"}${column + 1}`);
    });
    const remembered = Number(query.get(key));
    if (Math.abs(remembered) === column + 1) sort(remembered > 0);
  });
}

// On a phone each row is shown as a block, and each cell then needs its column's words.
function labelCells(table, rows) {
  const heads = [...table.querySelectorAll("thead th")].map(headWords);
  for (const row of rows) {
    [...row.cells].forEach((cell, column) => (cell.dataset.label = heads[column]));
  }
}

for (const [index, table] of document.querySelectorAll("table.stacked").entries()) {
  const rows = [...table.tBodies[0].rows];
  labelCells(table, rows);
  if (rows.length < 2 || !table.classList.contains("filterable")) continue;
  const number = index ? String(index + 1) : "";
  addFilter(table, rows, number);
  addSorting(table, rows, `xep${number}`);
}
