// Exact decimals as text: nothing that is shown or written down goes through floating point.

const PLACES = 12;

/** The number that `text` is, as an integer of 10^-12; null for a blank. */
export function scaled(text) {
  const found = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text ?? "");
  if (!found) return null;
  const digits = BigInt(found[2] + (found[3] ?? "").padEnd(PLACES, "0").slice(0, PLACES));
  return found[1] ? -digits : digits;
}

/** `11508.22` as `11,508.22`, its decimals kept. */
export function grouped(text) {
  const [whole, part] = (text ?? "").split(".");
  const digits = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return part === undefined ? digits : `${digits}.${part}`;
}

/** `part` in percent of `whole` (scaled both), one decimal, halves up; blank when it means nothing. */
export function percent(part, whole) {
  if (part === null || part < 0n || whole <= 0n) return "";
  return tenths((part * 2000n + whole) / (whole * 2n));
}

/** An integer of tenths as text: `931n` is `93.1`. */
export function tenths(number) {
  return `${number / 10n}.${number % 10n}`;
}
