import "client-only";
import { z } from "zod";
import { THUMBPRINT_FORM } from "@/lib/shared/base64url-forms";
import { ENROLMENT_CODE } from "@/lib/shared/enrolment-code";

/**
 * What was given for an enrolment that is not done: it survives refusals and reloads, in the session storage of this tab,
 * until the code is used or the tab is closed. The code is a secret: nothing but this tab can read it there. Where the
 * browser refuses session storage it lasts as long as the page does.
 */

const NAME = "relais.enrolment";

const enrolmentDraft = z.object({
	/** As typed or pasted, perhaps half of it. */
	typed: z.string(),
	/** What a link brought: the root belongs to this code and to no other. */
	link: z.object({ code: z.string().regex(ENROLMENT_CODE), root: z.string().regex(THUMBPRINT_FORM) }).optional(),
	/** What staff call this device. */
	label: z.string(),
});

export type EnrolmentDraft = z.infer<typeof enrolmentDraft>;

export const EMPTY_DRAFT: EnrolmentDraft = { typed: "", label: "" };

/** For the page, where the browser keeps nothing. */
let ofThisPage: EnrolmentDraft | undefined;

export function keepEnrolmentDraft(draft: EnrolmentDraft): void {
	ofThisPage = draft;
	inSession((storage) => storage.setItem(NAME, JSON.stringify(draft)));
}

export function keptEnrolmentDraft(): EnrolmentDraft | undefined {
	const stored = inSession((storage) => storage.getItem(NAME));
	return stored === undefined || stored === null ? ofThisPage : readDraft(stored);
}

/** The code is used: nothing is left of it. */
export function forgetEnrolmentDraft(): void {
	ofThisPage = undefined;
	inSession((storage) => storage.removeItem(NAME));
}

/** What another version of the app wrote differently is none. */
function readDraft(stored: string): EnrolmentDraft | undefined {
	try {
		return enrolmentDraft.safeParse(JSON.parse(stored)).data;
	} catch (error) {
		if (error instanceof SyntaxError) return undefined;
		throw error;
	}
}

function inSession<Value>(use: (storage: Storage) => Value): Value | undefined {
	try {
		return use(window.sessionStorage);
	} catch (error) {
		// Refused for this site, or full.
		if (error instanceof DOMException) return undefined;
		throw error;
	}
}
