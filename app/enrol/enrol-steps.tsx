"use client";

import { useTranslations } from "next-intl";
import { LiveRegion } from "@/app/_ui/live-region";
import type { EnrolmentStep } from "@/lib/device/identity/enrol-device";

const STEPS: readonly EnrolmentStep[] = ["checking", "keys", "claiming", "storing"];

/** Where the enrolment is: what is done, what is under way, what comes. */
export function EnrolSteps({ step }: { step: EnrolmentStep }) {
	const t = useTranslations("enrol.step");
	const current = STEPS.indexOf(step);
	return (
		<>
			{/* A list that is a status is no list any more (WCAG 1.3.1): what is under way is said beside it. */}
			<LiveRegion>{t(step)}</LiveRegion>
			<ol className="grid gap-3">
				{STEPS.map((name, i) => (
					<li key={name} aria-current={i === current ? "step" : undefined} className="flex items-center gap-3">
						<span
							aria-hidden="true"
							className={`grid size-7 place-items-center rounded-full border text-sm ${i < current ? "border-ok bg-ok-bg text-ok" : i === current ? "animate-pulse border-accent text-accent" : "border-line text-ink-2"}`}
						>
							{i < current ? "✓" : i + 1}
						</span>
						<span className={i > current ? "text-ink-2" : ""}>{t(name)}</span>
					</li>
				))}
			</ol>
		</>
	);
}
