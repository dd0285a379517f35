import type { CountDialogKind } from "../count/count-dialogs";

/** What may be open over the door, one at a time. */
export type DoorDialog =
	| {
			readonly kind:
				| "settings"
				| "rules"
				| "destination"
				| "notices"
				| "register"
				| "report"
				| "inspector"
				| "firstUse"
				| "pairing";
	  }
	| CountDialogKind
	/** `spoken`: the code that staff read aloud. */
	| { readonly kind: "supervisor" | "help"; readonly spoken: string };
