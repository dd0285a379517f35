"use client";

import { useFormatter, useTranslations } from "next-intl";
import { useLive } from "@/app/_device/use-live";
import { Button } from "@/app/_ui/button";
import { countPositives } from "@/lib/device/counter/positive-store";

const query = () => countPositives();

/** How many positive results this counter has, how far they are, and a way to each that was refused. Nothing where there are none. */
export function PositiveLine({ onOpen }: { onOpen: (key: string) => void }) {
	const t = useTranslations("entry.positive");
	const format = useFormatter();
	const live = useLive(query);
	if (live.state !== "ready" || live.value.all === 0) return null;
	const { all, waiting, refused } = live.value;
	return (
		<div data-positives={all} data-positives-waiting={waiting} className="mt-4 text-sm text-ink-2">
			<p>
				{t("count", { count: all })} · {t("waiting", { count: waiting })}
			</p>
			{refused.length === 0 ? null : (
				<>
					<p className="font-bold text-no">{t("refused", { count: refused.length })}</p>
					<ul className="mt-2 grid gap-2">
						{refused.map(({ key, queuedAt }) => (
							<li key={key}>
								<Button compact data-positive-refused={key} onClick={() => onOpen(key)}>
									{t("lookAt", { at: format.dateTime(queuedAt * 1000, { dateStyle: "short", timeStyle: "medium" }) })}
								</Button>
							</li>
						))}
					</ul>
				</>
			)}
		</div>
	);
}
