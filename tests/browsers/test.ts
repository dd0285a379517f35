/** What each spec begins with: the engine that it runs in, and one portal for all specs of an engine. */
import { test as base } from "@playwright/test";
import { openPortal, type TestPortal } from "../support/portal";
import type { Engine } from "./engines/engine";
import { firefox } from "./engines/firefox";
import type { EngineName } from "./engines/packages";
import { webkitgtk } from "./engines/webkitgtk";

const ENGINES: Readonly<Record<EngineName, Engine>> = { firefox, webkitgtk };

export type EngineChoice = { readonly engineName: EngineName };

export const it = base.extend<object, EngineChoice & { engine: Engine; portal: TestPortal }>({
	engineName: ["firefox", { option: true, scope: "worker" }],
	engine: [({ engineName }, use) => use(ENGINES[engineName]), { scope: "worker" }],
	portal: [
		// biome-ignore lint/correctness/noEmptyPattern: Playwright reads what a fixture needs off its first parameter.
		async ({}, use) => {
			const portal = await openPortal();
			await use(portal);
			await portal.close();
		},
		{ scope: "worker", timeout: 600_000 },
	],
});
