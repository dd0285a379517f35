"use client";

import { useTranslations } from "next-intl";
import type { PortalHealth } from "@/lib/portal/portal-health";

const DOTS: Record<PortalHealth["state"], string> = {
	...{ answers: "bg-ok", unknown: "bg-line", away: "bg-compare", busy: "bg-compare", refuses: "bg-no" },
};

/** How the portal is, always in the header; the word says it, the dot only repeats it. */
export function PortalPill({ state }: { state: PortalHealth["state"] }) {
	const t = useTranslations("counter.portal");
	return (
		<span
			data-portal={state}
			className="inline-flex items-center gap-1.5 rounded-full border border-line px-2.5 py-0.5 text-[0.8125rem]"
		>
			<span aria-hidden="true" className={`size-2 rounded-full ${DOTS[state]}`} />
			{t(state)}
		</span>
	);
}
