import "client-only";
import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import { ENROLMENT_CODE } from "@/lib/shared/enrolment-code";

/** What the console hands out: a one-time code, and in a QR or link also the root to pin. */
export type EnrolmentLink = {
	/** 20 symbols of Crockford base32. */
	readonly code: string;
	/** Full thumbprint of the root key; absent when the code was typed. */
	readonly root: string | undefined;
};

/** A code as typed or dictated: case, spaces and hyphens do not matter, and the letters that Crockford leaves out
 * are read as what they look like. Undefined while it is not twenty symbols. */
export function readEnrolmentCode(typed: string): string | undefined {
	const code = typed
		.toUpperCase()
		.replace(/[\s\-\u2010-\u2014.]/g, "")
		.replaceAll("O", "0")
		.replace(/[IL]/g, "1")
		.replaceAll("U", "V");
	return ENROLMENT_CODE.test(code) ? code : undefined;
}

/** `#<code>.<root>`; a bare `#<code>` is the same as typing it. A malformed root makes the link invalid. */
export function readEnrolmentFragment(fragment: string): EnrolmentLink | undefined {
	const [typed = "", root, ...rest] = fragment.replace(/^#/, "").split(".");
	const code = readEnrolmentCode(typed);
	if (code === undefined || rest.length > 0) return undefined;
	if (root !== undefined && !THUMBPRINT_FORM.test(root)) return undefined;
	return { code, root };
}

/** In groups of five, as printed. */
export function printEnrolmentCode(code: string): string {
	return code.match(/.{1,5}/g)?.join(" ") ?? code;
}
