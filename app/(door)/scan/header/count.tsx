"use client";

import { useFormatter, useTranslations } from "next-intl";
import type { GateChoice } from "@/lib/device/door/gate-choice";
import type { PostState } from "../gate/use-post";

/** How many are inside, as far as this gate knows, or how many were checked on board; and as of when. */
export function Count({ gate, post }: { gate: GateChoice; post: Pick<PostState, "count"> }) {
	const t = useTranslations("door.header");
	const format = useFormatter();
	if (post.count === undefined) return <span>…</span>;
	const { tally, occupancy, room } = post.count;
	const at =
		tally.newest === undefined ? null : (
			<span className="font-normal text-ink-2 max-[26rem]:sr-only">
				{t("at", { time: format.dateTime(tally.newest * 1000, { hour: "2-digit", minute: "2-digit" }) })}
			</span>
		);
	if (gate.mode === "train") {
		return (
			<span className="tabular font-semibold" data-count={tally.entries}>
				{t("controls", { count: tally.entries })} {at}
			</span>
		);
	}
	const { counted, atLeast, atMost } = occupancy;
	const known = { counted, capacity: gate.capacity ?? 0, atLeast: atLeast ?? 0, atMost: atMost ?? 0 };
	const between = atLeast === undefined || (atLeast === counted && atMost === counted) ? "One" : "Between";
	const full = room.state === "full";
	return (
		<span className="tabular font-semibold" data-count={counted} data-room={room.state}>
			<span aria-hidden="true" className={full ? "text-no" : room.state === "nearly" ? "text-compare" : undefined}>
				{t(gate.capacity === null ? `inside${between}` : `insideOf${between}`, known)}
			</span>
			<span className="sr-only">
				{t(`insideLabel${between}`, known)}
				{room.state === "full" || room.state === "nearly" ? ` ${t(`room.${room.state}`)}` : null}
			</span>{" "}
			{at}
		</span>
	);
}
