"use client";

import { useTranslations } from "next-intl";
import { useEffect, useRef, useState } from "react";
import { ACCEPTED_MS } from "../check-in/stage";

const TICK_MS = 100;

/** The visible rest of an acceptance's three seconds; a touch or the button keeps it. */
export function Countdown(props: { held: boolean; stopped: boolean; onHold: () => void; onEnd: () => void }) {
	const { held, stopped, onHold, onEnd } = props;
	const t = useTranslations("door.verdict");
	const [left, setLeft] = useState(ACCEPTED_MS);
	const end = useRef(onEnd);
	useEffect(() => {
		end.current = onEnd;
	});
	useEffect(() => {
		if (held || stopped) return;
		const started = performance.now();
		const timer = setInterval(() => {
			const rest = ACCEPTED_MS - (performance.now() - started);
			setLeft(Math.max(0, rest));
			if (rest <= 0) end.current();
		}, TICK_MS);
		return () => clearInterval(timer);
	}, [held, stopped]);
	return (
		<div className="-mb-[clamp(0rem,2.2cqb,1rem)]">
			<div className="h-1.5 bg-line">
				<div className="h-full bg-(--tone)" style={{ width: held ? "100%" : `${(100 * left) / ACCEPTED_MS}%` }} />
			</div>
			<div className="flex items-center justify-between gap-3 px-[clamp(1rem,5cqi,3rem)] text-sm text-ink-2">
				<span aria-hidden="true" className="tabular">
					{held ? t("held") : t("returns", { seconds: Math.ceil(left / 1000) })}
				</span>
				{held ? null : (
					<button
						type="button"
						onClick={onHold}
						className="-mr-3 min-h-11 rounded-full px-3 underline underline-offset-3"
					>
						{t("hold")}
					</button>
				)}
			</div>
		</div>
	);
}
