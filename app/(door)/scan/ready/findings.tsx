"use client";

import { useTranslations } from "next-intl";
import type { Finding } from "@/lib/device/door/self-test";

const MARKS = { good: "✓", limits: "!", stops: "✕", told: "?" } as const;

/** What was found of this device, a sentence each. */
export function Findings({ findings }: { findings: readonly Finding[] }) {
	const t = useTranslations("selfTest");
	// The sentence of a finding is named by what was found (lib/device/door/self-test.test.ts holds them together).
	const say = t as unknown as (key: string, values?: Finding["values"]) => string;
	return (
		<ul className="mt-4 grid gap-2">
			{findings.map((finding) => (
				<li
					key={finding.check}
					data-check={finding.check}
					data-grade={finding.grade}
					className="grid grid-cols-[1.5rem_1fr] gap-2 border-t border-line pt-2"
				>
					<span aria-hidden="true">{MARKS[finding.grade]}</span>
					<span>
						<strong>{say(`check.${finding.check}.name`)}</strong> ({t(`grade.${finding.grade}`)}) :{" "}
						{say(`check.${finding.check}.${finding.say}`, finding.values)}
					</span>
				</li>
			))}
		</ul>
	);
}
