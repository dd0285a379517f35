"use client";

import { useTranslations } from "next-intl";
import { Button } from "@/app/_ui/button";
import type { DoorDialog } from "../dialogs/door-dialog";
import { useSupervisor } from "../supervisor/supervisor-provider";

/** What a post has to say of itself, and for whom: reports, register, practice, the supervisor's PIN. */
export function PeopleSection({
	onOpen,
	onTraining,
}: {
	onOpen: (dialog: DoorDialog) => void;
	onTraining: () => void;
}) {
	const t = useTranslations("door.settings");
	const supervisor = useSupervisor();
	return (
		<section className="mt-5 grid gap-2.5 border-t border-line pt-4">
			<h3 className="font-semibold">{t("people")}</h3>
			{(["register", "report", "inspector"] as const).map((kind) => (
				<Button key={kind} aria-haspopup="dialog" onClick={() => onOpen({ kind })}>
					{t(kind)}
				</Button>
			))}
			<Button onClick={onTraining}>{t("training")}</Button>
			<Button aria-haspopup="dialog" onClick={() => onOpen({ kind: "firstUse" })}>
				{t("firstUse")}
			</Button>
			<Button aria-haspopup="dialog" onClick={() => void supervisor.change()}>
				{t("changePin")}
			</Button>
		</section>
	);
}
