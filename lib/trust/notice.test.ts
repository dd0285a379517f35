import { expect, it } from "vitest";
import { listClaims, NOW } from "@/tests/support/authority";
import { noticesInForce } from "./notice";
import { trustListClaims } from "./trust-list";

const notice = (from: number, change: Record<string, unknown> = {}) => ({
	...{ from, to: NOW + 100, scope: ["train"], authority: "Ministère", text: { fr: "Oui.", en: "Yes." } },
	...change,
});

it("notices are shown from their first second to before their last, to those whom they concern, the newest first", () => {
	const listed = [
		notice(NOW - 2),
		notice(NOW),
		notice(NOW - 1, { scope: undefined }),
		notice(NOW - 3, { scope: "everybody" }),
		notice(NOW + 1),
		notice(NOW - 4, { to: NOW }),
		notice(NOW - 5, { scope: ["venue"] }),
		notice(NOW - 6, { text: "Oui." }),
		"no notice",
	];
	const { notices } = trustListClaims.parse(listClaims({ notices: listed }));
	const shown = noticesInForce(notices, { now: NOW, scope: "train" });
	expect(shown.map(({ from }) => from - NOW)).toEqual([0, -1, -2, -3]);
});
