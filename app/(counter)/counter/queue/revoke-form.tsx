"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import type { RevocationReason } from "@/lib/device/counter/revocation";

/** The reasons that a counter gives; fraud is for the authority's operators. */
const REASONS = ["entry_error", "wrong_person", "result_corrected"] as const satisfies readonly RevocationReason[];

/** Asks once more: a revocation cannot be taken back. */
export function RevokeForm(props: { onRevoke: (reason: RevocationReason) => void; onKeep: () => void }) {
	const t = useTranslations("counter.entry");
	const [reason, setReason] = useState<(typeof REASONS)[number]>("entry_error");
	return (
		<div className="grid gap-5">
			<p>{t("revokeBody")}</p>
			<fieldset className="grid gap-2">
				<legend className="mb-1 text-sm text-ink-2">{t("revokeReason")}</legend>
				{REASONS.map((one) => (
					<label key={one} className="flex min-h-8 items-center gap-3">
						<input
							type="radio"
							name="reason"
							className="size-5 accent-accent"
							checked={one === reason}
							onChange={() => setReason(one)}
						/>
						{t(`reason.${one}`)}
					</label>
				))}
			</fieldset>
			<div className="flex flex-wrap gap-3">
				<Button tone="danger" onClick={() => props.onRevoke(reason)}>
					{t("revokeConfirm")}
				</Button>
				<Button onClick={props.onKeep}>{t("keep")}</Button>
			</div>
		</div>
	);
}
