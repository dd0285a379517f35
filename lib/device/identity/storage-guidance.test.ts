import { describe, expect, it } from "vitest";
import { messages } from "@/lib/i18n/messages";
import { LOCALES } from "@/lib/shared/locale";
import { type BrowserKind, browserKind } from "./browser-kind";
import {
	asksThePerson,
	type BetterPlace,
	type BrowserFacts,
	betterPlace,
	canAskAgain,
	type QuestionNotice,
	questionNotice,
	type StorageAnswer,
	storageRemedy,
	whereToPress,
} from "./storage-guidance";

const SAFARI = "AppleWebKit/605.1.15 (KHTML, like Gecko)";
const CHROME = "AppleWebKit/537.36 (KHTML, like Gecko)";
const AGENTS = {
	iphone: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} Version/18.5 Mobile/15E148 Safari/604.1`,
	iphoneApp: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} Mobile/15E148`,
	iphoneChrome: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} CriOS/138.0 Mobile/15E148 Safari/604.1`,
	iphoneFirefox: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} FxiOS/140.0 Mobile/15E148 Safari/605.1.15`,
	instagram: `Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) ${SAFARI} Mobile/15E148 Instagram 300.0`,
	macOrIpad: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${SAFARI} Version/18.5 Safari/605.1.15`,
	ipadOld: `Mozilla/5.0 (iPad; CPU OS 12_5 like Mac OS X) ${SAFARI} Version/12.1 Mobile/15E148 Safari/604.1`,
	firefox: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
	firefoxAndroid: "Mozilla/5.0 (Android 14; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0",
	chrome: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/138.0.0.0 Safari/537.36`,
	edge: `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${CHROME} Chrome/138.0.0.0 Safari/537.36 Edg/138.0.0.0`,
	chromeMac: `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${CHROME} Chrome/138.0.0.0 Safari/537.36`,
	chromeAndroid: `Mozilla/5.0 (Linux; Android 10; K) ${CHROME} Chrome/138.0.0.0 Mobile Safari/537.36`,
	webView: `Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) ${CHROME} Version/4.0 Chrome/138.0.0.0 Mobile Safari/537.36`,
	webkitGtk: `Mozilla/5.0 (X11; Linux x86_64) ${SAFARI} Version/18.5 Safari/605.1.15`,
} as const;

describe("browserKind", () => {
	const cases: readonly [keyof typeof AGENTS, Partial<{ touchPoints: number; installed: boolean }>, BrowserKind][] = [
		["iphone", { touchPoints: 5 }, "iphone"],
		["iphoneChrome", { touchPoints: 5 }, "iphone"],
		["iphoneFirefox", { touchPoints: 5 }, "iphone"],
		["iphoneApp", { touchPoints: 5, installed: true }, "iphone"],
		["iphoneApp", { touchPoints: 5 }, "in_app_apple"],
		["instagram", { touchPoints: 5 }, "in_app_apple"],
		["macOrIpad", { touchPoints: 5 }, "ipad"],
		["macOrIpad", {}, "mac_safari"],
		["ipadOld", { touchPoints: 5 }, "ipad"],
		["firefox", {}, "firefox"],
		["firefox", { touchPoints: 10 }, "firefox"],
		["firefoxAndroid", { touchPoints: 5 }, "firefox_android"],
		["chrome", {}, "chromium"],
		["chrome", { touchPoints: 10 }, "chromium"],
		["edge", {}, "chromium"],
		["chromeMac", {}, "chromium"],
		["chromeAndroid", { touchPoints: 5 }, "chromium_android"],
		["webView", { touchPoints: 5 }, "in_app_android"],
		["webkitGtk", {}, "other"],
	];
	it.each(cases)("[ER-1] %s %j is %s", (agent, marks, kind) => {
		expect(browserKind({ userAgent: AGENTS[agent], touchPoints: 0, installed: false, ...marks })).toBe(kind);
	});
});

const facts = (kind: BrowserKind, more: Partial<BrowserFacts> = {}): BrowserFacts => ({
	...{ kind, installed: false, canPromise: true, promised: false },
	...{ denied: false, privateWindow: false, storageOff: false },
	...more,
});

type Before = BetterPlace | QuestionNotice | "nothing";

describe("before the form", () => {
	const cases: readonly [BrowserKind, Partial<BrowserFacts>, Before][] = [
		["iphone", {}, "home_screen"],
		["ipad", {}, "home_screen_ipad"],
		["mac_safari", {}, "dock"],
		["iphone", { installed: true }, "nothing"],
		["ipad", { installed: true }, "nothing"],
		["mac_safari", { installed: true }, "nothing"],
		["iphone", { promised: true }, "nothing"],
		["iphone", { canPromise: false }, "home_screen"],
		["iphone", { canPromise: false, installed: true }, "no_promise"],
		["in_app_apple", {}, "open_in_safari"],
		["in_app_android", {}, "open_in_browser"],
		["firefox", {}, "question"],
		["firefox", { denied: true }, "blocked"],
		["firefox", { promised: true }, "nothing"],
		["firefox", { privateWindow: true }, "private_window"],
		["firefox", { privateWindow: true, promised: true }, "private_window"],
		["firefox", { storageOff: true }, "storage_off"],
		["firefox_android", {}, "question_android"],
		["firefox_android", { denied: true }, "blocked_android"],
		["iphone", { privateWindow: true }, "private_window"],
		["chromium", {}, "nothing"],
		["chromium", { denied: true }, "nothing"],
		["chromium", { canPromise: false }, "no_promise"],
		["chromium_android", {}, "nothing"],
		["other", {}, "nothing"],
		["other", { canPromise: false }, "no_promise"],
	];
	it.each(cases)("[ER-1] in %s with %j: %s", (kind, more, before) => {
		const found = facts(kind, more);
		expect(betterPlace(found) ?? questionNotice(found) ?? "nothing").toBe(before);
	});
});

describe("storageRemedy", () => {
	const cases: readonly [BrowserKind, Partial<BrowserFacts>, StorageAnswer, ReturnType<typeof storageRemedy>][] = [
		["iphone", {}, "refused", "home_screen"],
		["ipad", {}, "refused", "home_screen_ipad"],
		["iphone", { installed: true }, "refused", "update_system"],
		["ipad", { installed: true }, "refused", "update_system"],
		["mac_safari", {}, "refused", "dock"],
		["mac_safari", { installed: true }, "refused", "update_system"],
		["iphone", {}, "promised", undefined],
		["in_app_apple", {}, "refused", "open_in_safari"],
		["in_app_android", {}, "refused", "open_in_browser"],
		["firefox", {}, "promised", undefined],
		["firefox", {}, "refused", "blocked"],
		["firefox", {}, "unanswered", "unanswered"],
		["firefox", {}, "failed", "failed"],
		["firefox", { privateWindow: true }, "refused", "private_window"],
		["firefox", { privateWindow: true }, "promised", "private_window"],
		["firefox_android", {}, "refused", "blocked_android"],
		["firefox_android", {}, "unanswered", "unanswered_android"],
		["chromium", {}, "refused", "install"],
		["chromium", { installed: true }, "refused", "installed_refused"],
		["chromium", {}, "unanswered", "unanswered_other"],
		["chromium", {}, "failed", "failed"],
		["chromium", { canPromise: false }, "unavailable", "no_promise"],
		["chromium_android", {}, "refused", "install_android"],
		["chromium_android", { installed: true }, "refused", "installed_refused"],
		["other", {}, "refused", "other_browser"],
		["other", { canPromise: false }, "unavailable", "no_promise"],
		["other", { storageOff: true }, "failed", "storage_off"],
	];
	it.each(cases)("[ER-4] %s with %j that answered %s: %s", (kind, more, answer, remedy) => {
		expect(storageRemedy(facts(kind, more), answer)).toBe(remedy);
	});
});

describe("the question", () => {
	it("[ER-3] is put without announcement only by browsers that answer it themselves", () => {
		const asking = (["firefox", "firefox_android", "other"] as const).map(asksThePerson);
		const silent = (["iphone", "ipad", "mac_safari", "chromium", "chromium_android"] as const).map(asksThePerson);
		expect([...asking, ...silent]).toEqual([true, true, true, false, false, false, false, false]);
	});

	it("[ER-3] what is said where it waits names what that browser's own buttons are called", () => {
		expect((["firefox", "firefox_android", "chromium", "iphone"] as const).map(whereToPress)).toEqual([
			"unanswered",
			"unanswered_android",
			"unanswered_other",
			"unanswered_other",
		]);
		expect(messages.fr.storage.waiting.unanswered.body).toContain("« Autoriser »");
		expect(messages.en.storage.waiting.unanswered.body).toContain("“Allow”");
	});

	it("[ER-3] is offered again where another answer can come of it", () => {
		const again = (["blocked", "blocked_android", "failed", "unanswered", "unanswered_other"] as const).map(
			canAskAgain,
		);
		const never = (["home_screen", "private_window", "no_promise", "install", "update_system"] as const).map(
			canAskAgain,
		);
		expect([...again, ...never]).toEqual([true, true, true, true, true, false, false, false, false, false]);
	});

	it("[ER-3] is announced in the words of Firefox itself", () => {
		const [fr, en] = LOCALES.map((locale) => messages[locale].storage.question.question.body);
		expect(fr).toContain("« Autoriser {host} à conserver des données dans le stockage persistant ? »");
		expect(en).toContain("“Allow {host} to store data in persistent storage?”");
	});
});
