"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TRAINING_MRZ, TRAINING_PEOPLE, type TrainingPersonId } from "./training-people";

/** Whom one may practise with, and what there is to practise. */
export function PeopleDialog(props: { onTake: (id: TrainingPersonId) => void; onClose: () => void }) {
	const { onTake, onClose } = props;
	const t = useTranslations("training.people");
	return (
		<Dialog title={t("title")} onClose={onClose} wide>
			<p>{t("body")}</p>
			<ol className="mt-4 border-y border-line">
				{TRAINING_PEOPLE.map((id) => (
					<li key={id} className="flex flex-wrap items-center gap-3 border-b border-line py-2 last:border-0">
						<span className="grow basis-60">
							<b>{t(`name.${id}`)}</b>
							<br />
							<span className="text-sm text-ink-2">{t(`does.${id}`)}</span>
							{id === "document" ? (
								<code className="block text-xs break-all whitespace-pre-wrap">{TRAINING_MRZ}</code>
							) : null}
						</span>
						<Button compact data-person={id} onClick={() => onTake(id)}>
							{t("take")} <span className="sr-only">{t(`name.${id}`)}</span>
						</Button>
					</li>
				))}
			</ol>
		</Dialog>
	);
}
