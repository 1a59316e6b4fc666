export { hide, isHidden } from "./rows.js";
export function start(root) {}
