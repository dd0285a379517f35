const ANYTHING = /^/;

/**
 * Engines keep the text in which a regular expression last found something (`RegExp.input`), for as long as the page or
 * worker lives. Overwrites it.
 */
export function forgetLastMatch(): boolean {
	return ANYTHING.test("");
}
