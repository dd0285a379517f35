"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { Button } from "@/app/_ui/button";
import { Dialog } from "@/app/_ui/dialog";
import { TextField } from "@/app/_ui/field";
import { CONSOLE_PATHS, venueRow } from "@/lib/protocol/console";
import { FailureNotice } from "../_form/failure-notice";
import { useAction } from "../_form/use-action";

export function AddVenueDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
	const t = useTranslations("console.addVenue");
	const common = useTranslations("common");
	// Named once: sending the same form twice adds one venue.
	const [id] = useState(() => crypto.randomUUID());
	const [name, setName] = useState("");
	const [checked, setChecked] = useState(false);
	const { busy, failure, run } = useAction(CONSOLE_PATHS.venues, venueRow);

	async function submit() {
		setChecked(true);
		if (name.trim() === "") return;
		if ((await run({ id, name: name.trim() })) !== undefined) onAdded();
	}
	const onSubmit = (event: FormEvent) => {
		event.preventDefault();
		submit().catch((problem: unknown) => reportError(problem));
	};
	return (
		<Dialog title={t("title")} onClose={onClose}>
			<form noValidate onSubmit={onSubmit} className="grid gap-4">
				<TextField
					label={t("name")}
					hint={t("nameHint")}
					maxLength={60}
					value={name}
					onChange={(event) => setName(event.target.value)}
					error={checked && name.trim() === "" ? t("error.name") : undefined}
				/>
				{failure === undefined ? null : <FailureNotice failure={failure} />}
				<div className="flex justify-end gap-2">
					<Button onClick={onClose}>{common("cancel")}</Button>
					<Button tone="primary" type="submit" busy={busy}>
						{t("submit")}
					</Button>
				</div>
			</form>
		</Dialog>
	);
}
