/** How large the codes of a sheet are, on paper and in its PDF. */
import { qrRows } from "@/app/_ui/qr-code";

/** Millimetres of a module, at least: a telephone reads 0.5 off plain paper, and printers round. */
const MODULE = 0.52;

/** Millimetres; each code has at least what the page is drawn for. */
export const rp1Side = (text: string) => sideOf(text, 66);
export const holderSide = (text: string) => sideOf(text, 25);

function sideOf(text: string, least: number): number {
	return Math.max(least, Math.ceil(qrRows(text).length * MODULE));
}
