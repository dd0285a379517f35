"use client";

import { useTranslations } from "next-intl";
import { TextField } from "@/app/_ui/field";
import { type VenueInput, venueRow } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { err, ok } from "@/lib/shared/result";
import { FormDialog } from "../_form/form-dialog";

export function AddVenueDialog({ onClose, onAdded }: { onClose: () => void; onAdded: () => void }) {
	const t = useTranslations("console.addVenue");
	return (
		<FormDialog
			title={t("title")}
			submit={t("submit")}
			initial={() => ({ name: "" })}
			read={({ name }, id) =>
				name.trim() === "" ? err(new Set(["name"] as const)) : ok<VenueInput>({ id: id(), name: name.trim() })
			}
			path={PATHS.console.venues}
			answer={venueRow}
			onClose={onClose}
			onDone={onAdded}
		>
			{({ text, has }) => (
				<TextField
					label={t("name")}
					hint={t("nameHint")}
					maxLength={60}
					{...text("name")}
					error={has("name") ? t("error.name") : undefined}
				/>
			)}
		</FormDialog>
	);
}
