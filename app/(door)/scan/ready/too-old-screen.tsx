"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { type GateChoice, occasionOf } from "@/lib/device/door/gate-choice";
import { DAY } from "@/lib/shared/numeric-date";
import type { Trust } from "@/lib/trust/trust";
import { trustLimit } from "@/lib/verify/trust-limit";
import { useOpenPairing } from "../gatelink/use-open-pairing";
import type { KeyState } from "../keys/use-key-state";
import type { KeyUpdate } from "../keys/use-key-update";

/**
 * Over the camera once the lists are too old to judge by (TL-4, ND-4): what is wrong, or may be, and every way on. It
 * gives way when newer lists come, or when staff go back all the same.
 */
export function TooOldScreen(props: {
	trust: Trust;
	gate: Pick<GateChoice, "mode" | "journey">;
	keys: KeyState;
	update: KeyUpdate;
	/** Takes the lists of another post; absent where there is none to pair with. */
	onHandOver?: (() => void) | undefined;
}) {
	const { trust, gate, keys, update, onHandOver } = props;
	const t = useTranslations("offline.tooOld");
	const format = useFormatter();
	const openPairing = useOpenPairing(() => onHandOver?.());
	const [seen, setSeen] = useState<number>();
	const { age, now } = keys;
	const limit = trustLimit(trust, { now, occasion: occasionOf(gate, now) });
	if (age === undefined || age.seconds <= limit) return null;
	const signed = now - age.seconds;
	if (seen === trust.list?.iat) return null;
	const day = (time: number) => format.dateTime(time * 1000, { dateStyle: "long" });
	const numbers = { days: Math.floor(age.seconds / DAY), limit: Math.floor(limit / DAY) };
	return (
		<section role="alert" data-too-old="" className="absolute inset-0 z-10 overflow-y-auto bg-paper p-5">
			<div className="mx-auto grid max-w-md gap-4">
				<h2 className="text-3xl font-bold">{t("title")}</h2>
				<p className="text-lg">{t("body", { date: day(signed), ...numbers })}</p>
				<p>{t("clock", { now: format.dateTime(now * 1000, { dateStyle: "full", timeStyle: "short" }) })}</p>
				<p>{t("online")}</p>
				<Button tone="primary" busy={update.state === "busy"} onClick={update.start}>
					{update.state === "busy" ? t("busy") : t("update")}
				</Button>
				<p role="status">{update.state === "failed" ? t("failed") : null}</p>
				{onHandOver === undefined ? null : (
					<>
						<p>{t("handOver")}</p>
						<Button onClick={openPairing}>{t("takeOver")}</Button>
					</>
				)}
				<Button onClick={() => setSeen(trust.list?.iat)}>{t("anyway")}</Button>
				<p className="text-sm text-ink-2">{t("anywayHint")}</p>
			</div>
		</section>
	);
}
