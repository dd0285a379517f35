"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import type { Passage } from "@/lib/checkin/checkin-event";
import { undoPassage } from "@/lib/device/door/check-in";
import { orInMemory } from "@/lib/device/store/stand-in";
import { deviceNow } from "@/lib/device/trust/clock";

/** The last five passages of this device: time, gate and outcome, nobody's name. Each can be taken back. */
export function LastPassages({ passages }: { passages: readonly Passage[] }) {
	const t = useTranslations("door.count.last");
	const format = useFormatter();
	const [done, setDone] = useState<"undone" | "failed">();
	const list = useRef<HTMLDivElement>(null);
	const undo = async (passage: Passage) => {
		const { ok } = await orInMemory(() => undoPassage(passage, { now: deviceNow() }));
		setDone(ok ? "undone" : "failed");
		// The button that was pressed goes with its line.
		list.current?.focus();
	};
	return (
		<div ref={list} tabIndex={-1}>
			{passages.length === 0 ? <p className="text-ink-2">{t("none")}</p> : null}
			<ul className="grid gap-2">
				{passages.map((passage) => {
					const time = format.dateTime(passage.at * 1000, { timeStyle: "medium" });
					const what = t(`${passage.direction}.${passage.outcome}`);
					return (
						<li key={passage.id} data-passage={passage.direction} className="flex items-center justify-between gap-3">
							<span className="tabular">{[time, passage.gate, what].filter((part) => part !== "").join(" · ")}</span>
							<Button compact onClick={() => void undo(passage)}>
								{t("undo")}
								<span className="sr-only"> {time}</span>
							</Button>
						</li>
					);
				})}
			</ul>
			<p role="status" className="mt-1 text-sm">
				{done === undefined ? null : t(done)}
			</p>
		</div>
	);
}
