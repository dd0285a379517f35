"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Notice } from "@/app/_ui/notice";
import { assertNever } from "@/lib/shared/assert-never";
import type { NumericDate } from "@/lib/shared/numeric-date";
import type { KeyState } from "../keys/use-key-state";
import { useSupervisor } from "../supervisor/supervisor-provider";

/** What is wrong with the device's clock, and who can say that it is right (TL-4, ND-5). */
export function ClockNotice({ keys }: { keys: KeyState }) {
	const t = useTranslations("offline.clock");
	const say = useMoment();
	const { fault } = keys;
	if (fault === undefined) return null;
	const now = say(keys.now);
	switch (fault.fault) {
		case "behindSigned":
			return <Notice tone="compare">{t("behindSigned", { now, signed: say(fault.witness.iat) })}</Notice>;
		case "setBack": {
			const past = say(fault.ownPast);
			if (fault.confirm) return <Unconfirmed now={now} past={past} onRight={keys.confirm} />;
			return <Notice tone="compare">{t("setBack", { now, past })}</Notice>;
		}
		case "behindPortal":
		case "aheadOfPortal":
			return <Notice tone="compare">{t(fault.fault, { minutes: fault.minutes })}</Notice>;
		default:
			return assertNever(fault);
	}
}

function Unconfirmed({ now, past, onRight }: { now: string; past: string; onRight: () => void }) {
	const t = useTranslations("offline.clock.confirm");
	const supervisor = useSupervisor();
	const ask = async () => {
		if (await supervisor.ask(t("ask", { now }))) onRight();
	};
	return (
		<Notice tone="unknown" alert title={t("title")}>
			<p>{t("body", { now, past })}</p>
			<Button compact className="mt-3" onClick={() => void ask()}>
				{t("right")}
			</Button>
		</Notice>
	);
}

function useMoment(): (time: NumericDate) => string {
	const format = useFormatter();
	return (time) => format.dateTime(time * 1000, { dateStyle: "full", timeStyle: "short" });
}
