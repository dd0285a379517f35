import type { KeyStroke } from "../engines/engine";

/** Of the keys without a character (https://www.w3.org/TR/webdriver2/#keyboard-actions). */
const NAMED: Readonly<Record<string, string>> = {
	Backspace: "\uE003",
	Tab: "\uE004",
	Enter: "\uE007",
	Shift: "\uE008",
	Escape: "\uE00C",
	F2: "\uE032",
	F4: "\uE034",
	F9: "\uE039",
};

export function keyPress(key: string): readonly KeyStroke[] {
	const value = NAMED[key] ?? key;
	if ([...value].length !== 1) throw new Error(`no such key: ${key}`);
	return [
		{ type: "keyDown", value },
		{ type: "keyUp", value },
	];
}
