/** What a counter is made of: its profile, its clock, its way to the portal, and the pages that are open. */
import type { IndexMemory } from "@/lib/kit/index-reservation";
import type { IndexWitness } from "@/lib/kit/index-store";
import type { KitStore } from "@/lib/kit/kit-store";
import type { OutboxStore } from "@/lib/outbox/outbox-store";
import type { RunPorts, Task } from "@/lib/outbox/run-tasks";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { Random } from "@/tests/fuzz/random";
import type { Background } from "../device/background";
import type { Page } from "../device/page";
import type { Profile } from "../device/profile";
import type { PortalDevice } from "../portal/portal-data";
import type { CounterDisk } from "./counter-disk";
import type { CounterRecord } from "./counter-record";

export type Counter = Profile & {
	disk: CounterDisk;
	device: PortalDevice;
	/** Everybody has gone and closed the app. */
	away: boolean;
	readonly pages: Map<Page, OpenPage>;
	/** Id of the present start: from the first open page to the last. */
	start: string;
	/** Which stretches of a block it draws. */
	readonly draws: Random;
	/** Which papers its staff put right. */
	readonly ofCorrections: Random;
	/** Somebody has this sheet from now on. */
	readonly handsOver: (record: CounterRecord) => void;
	readonly refusingWitness: (witness: IndexWitness) => IndexWitness;
	readonly renewed: () => void;
	readonly cannotIssue: (why: string) => undefined;
	/** Why it could sign nothing when it was last asked to. */
	stuck: string | undefined;
};

export type OpenPage = { readonly shown: CounterPage; readonly background: Background };

/** What a page works with: its own view of the disk, and the steps over it. */
export type CounterPage = {
	readonly page: Page;
	readonly outbox: OutboxStore<CounterRecord>;
	readonly kit: KitStore;
	readonly indices: Pick<IndexMemory, "store" | "witness">;
	readonly run: RunPorts;
	readonly tasks: readonly Task[];
	/** What papers are signed with. */
	readonly bestNow: () => NumericDate;
};
