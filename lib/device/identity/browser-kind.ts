/**
 * Which browser this is, as far as what it does with storage differs. Told by its name, because no browser says in
 * another way what its menus are called: nothing is switched on or off by it, only worded.
 */
export type BrowserKind =
	| "iphone"
	| "ipad"
	| "mac_safari"
	| "firefox"
	| "firefox_android"
	| "chromium"
	| "chromium_android"
	/** The window of another app (a chat, a mail program), in which nothing can be installed. */
	| "in_app_apple"
	| "in_app_android"
	| "other";

export type BrowserMarks = {
	/** `navigator.userAgent`. */
	readonly userAgent: string;
	/** `navigator.maxTouchPoints`: an iPad calls itself a Macintosh, and no Macintosh has a touch screen. */
	readonly touchPoints: number;
	/** Opened from the Home Screen, the Dock or as an installed app. */
	readonly installed: boolean;
};

/** Apps that open links in a window of their own and leave `Safari` or `Chrome` in their name. */
const IN_APP = /FBA[NV]|Instagram|LinkedInApp|Line\/|Snapchat|BytedanceWebview|MicroMessenger/;

export function browserKind({ userAgent, touchPoints, installed }: BrowserMarks): BrowserKind {
	const has = (mark: RegExp) => mark.test(userAgent);
	const apple = appleKind(userAgent, touchPoints);
	if (apple !== undefined) {
		// An app of the Home Screen has no `Safari` in its name either.
		return !installed && (!has(/Safari\//) || has(IN_APP)) ? "in_app_apple" : apple;
	}
	if (has(/Android/)) {
		if (has(/Firefox\//)) return "firefox_android";
		if (has(/; wv\)/) || has(IN_APP)) return "in_app_android";
		return has(/Chrome\//) ? "chromium_android" : "other";
	}
	if (has(/Firefox\//)) return "firefox";
	if (has(/Chrom(?:e|ium)\//)) return "chromium";
	return has(/Macintosh/) && has(/Safari\//) ? "mac_safari" : "other";
}

/** Every browser of these telephones and tablets is Safari inside, whatever it is called. */
function appleKind(userAgent: string, touchPoints: number): "iphone" | "ipad" | undefined {
	if (/iPhone|iPod/.test(userAgent)) return "iphone";
	if (/iPad/.test(userAgent)) return "ipad";
	return /Macintosh/.test(userAgent) && touchPoints > 1 ? "ipad" : undefined;
}
