/** Sees every sheet that a page of the counter shows or hands to the printer, also one that is gone a moment later. */
import type { BrowserContext } from "@playwright/test";
import type { SeenSheet } from "./compare";

const GIVEN = "Camille Aimée";

export class Witness {
	readonly #seen = new Map<string, SeenSheet>();

	/** Before a page is opened in this context. */
	async watch(context: BrowserContext): Promise<void> {
		await context.exposeBinding("relaisSheetSeen", (_source, ...said: readonly string[]) => this.#note(said));
		await context.addInitScript(lookOut);
	}

	get sheets(): readonly SeenSheet[] {
		return [...this.#seen.values()];
	}

	hasSeen(family: string): boolean {
		return this.sheets.some((sheet) => sheet.family === family);
	}

	#note([index = "", pharmacy = "", code = "", name = ""]: readonly string[]): void {
		if (!name.endsWith(` ${GIVEN}`)) throw new Error("a sheet for nobody who was typed");
		const family = name.slice(0, -GIVEN.length - 1);
		this.#seen.set([index, pharmacy, code, name].join("|"), { index: Number(index), pharmacy, code, family });
	}
}

/** Runs in the page. */
function lookOut(): void {
	const { relaisSheetSeen } = globalThis as unknown as { relaisSheetSeen: (...said: string[]) => void };
	const told = new Set<string>();
	const look = () => {
		for (const sheet of document.querySelectorAll<HTMLElement>("[data-sheet]")) {
			const text = (css: string) => sheet.querySelector(css)?.textContent?.trim() ?? "";
			const pharmacy = /\d{5}-\d/.exec(text(".sheet-code b"))?.[0] ?? "";
			const said = [sheet.dataset["sheet"] ?? "", pharmacy, text(".sheet-code-text"), text("dd")];
			if (told.has(said.join("|"))) continue;
			told.add(said.join("|"));
			relaisSheetSeen(...said);
		}
	};
	new MutationObserver(look).observe(document, { childList: true, subtree: true, characterData: true });
}
