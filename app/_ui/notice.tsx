import type { ReactNode } from "react";
import type { Tone } from "./status-pill";
import { useFocusBack } from "./use-focus-back";

const TONES: Record<Tone, string> = {
	ok: "bg-ok-bg text-ok border-ok/30",
	compare: "bg-compare-bg text-compare border-compare/30",
	no: "bg-no-bg text-no border-no/30",
	unknown: "bg-unknown-bg text-unknown border-unknown/30",
	plain: "bg-card text-ink border-line",
};

/** A message inside a page: what happened (bold) and what to do next. `alert` interrupts a screen reader. */
export function Notice(props: { tone: Tone; title?: ReactNode; alert?: boolean; children?: ReactNode }) {
	const { tone, title, alert = false, children } = props;
	return (
		<div role={alert ? "alert" : undefined} className={`rounded-card border px-4 py-3 ${TONES[tone]}`}>
			{title === undefined ? null : <p className="font-semibold">{title}</p>}
			{children === undefined ? null : <div className="text-ink [&>p+p]:mt-1">{children}</div>}
		</div>
	);
}

/** The strip under a header: one line about the state of the device that stays until it is over. */
export function Strip({ tone, children }: { tone: Tone; children: ReactNode }) {
	const focus = useFocusBack<HTMLDivElement>();
	return (
		<div {...focus} role="status" className={`border-b border-line px-5 py-2.5 text-[0.9375rem] ${TONES[tone]}`}>
			{children}
		</div>
	);
}
