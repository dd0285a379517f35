"use client";

import { useTranslations } from "next-intl";
import { useId, useRef, useState } from "react";
import { Button } from "@/app/_ui/button";
import { CONTROL } from "@/app/_ui/field";
import type { EnrolmentLink } from "@/lib/device/identity/enrolment-link";

/** The whole link, root included, to take to another place of this device: an app on the Home Screen, another browser. */
export function CarryLink({ link }: { link: EnrolmentLink }) {
	const t = useTranslations("enrol.carry");
	const id = useId();
	const field = useRef<HTMLInputElement>(null);
	const [state, setState] = useState<"unasked" | "copied" | "byHand">("unasked");
	const { code, root } = link;
	const address = `${window.location.origin}/enrol#${root === undefined ? code : `${code}.${root}`}`;
	const copy = async () => {
		try {
			await navigator.clipboard.writeText(address);
			setState("copied");
		} catch {
			// Refused, or no clipboard at all: the person can, once it is selected.
			field.current?.focus();
			field.current?.select();
			setState("byHand");
		}
	};
	return (
		<div className="grid gap-3 rounded-card border border-line bg-card px-4 py-3">
			<div>
				<label htmlFor={id} className="text-sm text-ink-2">
					{t("label")}
				</label>
				<input
					ref={field}
					id={id}
					readOnly
					value={address}
					onFocus={(event) => event.target.select()}
					aria-describedby={`${id}-hint`}
					className={`${CONTROL} font-mono`}
				/>
				<p id={`${id}-hint`} className="mt-1 text-sm text-ink-2">
					{t("secret")}
				</p>
			</div>
			<Button tone="primary" className="justify-self-start" onClick={() => void copy()}>
				{t("copy")}
			</Button>
			<p role="status" className="text-sm font-medium empty:hidden">
				{state === "unasked" ? null : t(state)}
			</p>
		</div>
	);
}
