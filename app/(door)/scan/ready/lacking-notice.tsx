"use client";

import { useTranslations } from "next-intl";
import { useCallback } from "react";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { type Finding, lacking } from "@/lib/device/door/self-test";
import { loadDevice } from "@/lib/device/identity/device-store";
import { deviceNow } from "@/lib/device/trust/clock";
import type { Trust } from "@/lib/trust/trust";
import type { KeyUpdate } from "../keys/use-key-update";
import { Findings } from "./findings";
import { keptFacts } from "./kept-facts";

/** Each of these alone stops or limits verifying; a post that is not chosen, or a salt, is named beside them. */
const NEEDED: ReadonlySet<Finding["check"]> = new Set(["keys", "delegations", "codes"]);

/**
 * [ND-10] On the door's own page: each thing that an enrolled device needs and does not have, and what to do. `update`: at
 * a post, where keys can be asked for at once.
 */
export function LackingNotice({ trust, update }: { trust: Trust; update?: KeyUpdate }) {
	const t = useTranslations("offline.lacking");
	const found = useLive(useCallback(() => lackingHere(trust), [trust]));
	if (found.state !== "ready" || !found.value.some(({ check }) => NEEDED.has(check))) return null;
	return (
		<div data-lacking="">
			<Notice tone="unknown" title={t("title")}>
				<p>{t("body")}</p>
				<Findings findings={found.value} />
				{update === undefined ? null : (
					<Button compact className="mt-3" busy={update.state === "busy"} onClick={update.start}>
						{t(update.state === "busy" ? "busy" : "update")}
					</Button>
				)}
				{update?.state === "failed" ? <p role="status">{t("failed")}</p> : null}
			</Notice>
		</div>
	);
}

/** Who works at a post that another gate handed over has been told that there are no codes (GG-8). */
async function lackingHere(trust: Trust): Promise<readonly Finding[]> {
	const [device, facts] = await Promise.all([loadDevice(), keptFacts(trust, deviceNow())]);
	return lacking(facts).filter(({ check }) => device !== undefined || check !== "codes");
}
