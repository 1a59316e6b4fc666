// CSV that the pages make. How text is guarded: the same rule as of the published files (site/downloads/guard.py).

const UNSEEN = String.raw` "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\xa0\xad\u061c\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff`;
const STARTERS = String.raw`=＝﹦+＋﹢\-－﹣@＠﹫#＃﹟'`;
const FRONT = new RegExp(`^(?:[\\t\\r\\n]|[${UNSEEN}]*[${STARTERS}])`);
const INNER = new RegExp(`([,;|\\t\\r\\n])(?=[${UNSEEN}]*[${STARTERS}])`, "g");
const DASHES = /^[ \u3000]*[-－﹣]+[ \u3000]*$/;
const NUMBER = /^[-+]?[0-9]+(\.[0-9]+)?%?$/;

/** Text that a spreadsheet would run gets an apostrophe, at its beginning and after every separator within. */
export const guarded = (text) => (DASHES.test(text) ? text : (FRONT.test(text) ? "'" : "") + text.replace(INNER, "$1'"));

/** A cell of a column of numbers: a plain number stays one. */
export const numberOrText = (text) => (NUMBER.test(text) ? text : guarded(text));

const quoted = (text) => (/[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/** Lines of cells, guarded before, as the text of a file. */
export const csvText = (lines) => lines.map((line) => `${line.map(quoted).join(",")}\r\n`).join("");

/** Has the browser save `text`; the mark at its beginning tells spreadsheets that it is UTF-8. */
export function saveCsv(text, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/csv;charset=utf-8" }));
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(link.href), 10000);
}
