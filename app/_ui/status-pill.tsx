import type { ReactNode } from "react";

export type Tone = "ok" | "compare" | "no" | "unknown" | "plain";

const TONES: Record<Tone, string> = {
	ok: "bg-ok-bg text-ok",
	compare: "bg-compare-bg text-compare",
	no: "bg-no-bg text-no",
	unknown: "bg-unknown-bg text-unknown",
	plain: "border border-line text-ink",
};

/** A state in one word. The shape says it before the colour does (✓ · … · ! · ?). */
const SHAPES: Record<Tone, string> = { ok: "✓", compare: "…", no: "!", unknown: "?", plain: "" };

export function StatusPill({ tone, children }: { tone: Tone; children: ReactNode }) {
	return (
		<span
			className={`inline-flex items-center gap-1.5 whitespace-nowrap rounded-full px-2.5 py-0.5 text-[0.8125rem] font-semibold ${TONES[tone]}`}
		>
			{SHAPES[tone] === "" ? null : <span aria-hidden="true">{SHAPES[tone]}</span>}
			{children}
		</span>
	);
}
