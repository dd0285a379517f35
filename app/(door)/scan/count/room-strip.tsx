"use client";

import { useFormatter, useTranslations } from "next-intl";
import { Strip } from "@/app/_ui/notice";
import type { GateCount } from "@/lib/checkin/read-count";
import type { GateChoice } from "@/lib/device/door/gate-choice";

/** [CI-14] In words, over whatever is on the screen: nearly full, full, or opened by a supervisor. */
export function RoomStrip({ gate, count }: { gate: GateChoice; count: GateCount | undefined }) {
	const t = useTranslations("door.count.room");
	const format = useFormatter();
	const { capacity } = gate;
	if (count === undefined || capacity === null || gate.mode === "train") return null;
	const { room, occupancy } = count;
	const known = { counted: occupancy.counted, capacity };
	switch (room.state) {
		case "uncounted":
		case "room":
			return null;
		case "nearly":
			return <Strip tone="compare">{t("nearly", known)}</Strip>;
		case "full": {
			if (room.until === undefined) return <Strip tone="no">{t("full", known)}</Strip>;
			const time = format.dateTime(room.until * 1000, { hour: "2-digit", minute: "2-digit" });
			return <Strip tone="compare">{t("open", { ...known, time })}</Strip>;
		}
	}
}
