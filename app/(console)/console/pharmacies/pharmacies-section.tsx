"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { StatusPill } from "@/app/_ui/status-pill";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { type PharmacyRow, pharmacyPage } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { DataTable } from "../_list/data-table";
import { Ago } from "../_list/moment";
import { PagedList } from "../_list/paged-list";
import { SectionHead } from "../_list/section-head";
import { usePaged } from "../_list/use-paged";
import { PharmacyConsequences } from "../devices/denial-consequences";
import { DenyDialog } from "../devices/deny-dialog";
import { EnrolDialog, type Owner } from "../devices/enrol-dialog";
import { AddPharmacyDialog } from "./add-pharmacy-dialog";

const PAGE = pharmacyPage.transform(({ pharmacies, next }) => ({ rows: pharmacies, next }));

type Open = { readonly dialog: "add" } | { readonly dialog: "enrol" | "deny"; readonly pharmacy: PharmacyRow };

/** Pharmacies, with ways to add one, to enrol a counter in it and to deny it. */
export function PharmaciesSection() {
	const t = useTranslations("console.pharmacies");
	const paged = usePaged(PATHS.console.pharmacies, PAGE);
	const [open, setOpen] = useState<Open>();
	const close = () => setOpen(undefined);
	const changed = () => {
		close();
		paged.reload();
	};
	return (
		<section aria-labelledby="pharmacies-title" className="grid gap-4">
			<SectionHead id="pharmacies-title" title={t("title")}>
				<Button tone="primary" onClick={() => setOpen({ dialog: "add" })}>
					{t("add")}
				</Button>
			</SectionHead>
			<PagedList
				paged={paged}
				searchLabel={t("search")}
				empty={<EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>}
				table={(rows) => <PharmacyTable rows={rows} onOpen={(dialog, pharmacy) => setOpen({ dialog, pharmacy })} />}
			/>
			{open?.dialog === "add" ? <AddPharmacyDialog onClose={close} onAdded={changed} /> : null}
			{open?.dialog === "enrol" ? <EnrolDialog owner={ownerOf(open.pharmacy)} onClose={close} /> : null}
			{open?.dialog === "deny" ? (
				<DenyDialog
					title={t("denyTitle", { name: fullName(open.pharmacy) })}
					target={{ pharmacy: open.pharmacy.number }}
					onClose={close}
					onDenied={changed}
				>
					<PharmacyConsequences registered={open.pharmacy.registered} />
				</DenyDialog>
			) : null}
		</section>
	);
}

const fullName = ({ name, town }: PharmacyRow) => `${name}, ${town}`;

function ownerOf(pharmacy: PharmacyRow): Owner {
	return { kind: "pharmacy", number: pharmacy.number, name: fullName(pharmacy) };
}

function PharmacyTable(props: {
	rows: readonly PharmacyRow[];
	onOpen: (dialog: "enrol" | "deny", row: PharmacyRow) => void;
}) {
	const { rows, onOpen } = props;
	const t = useTranslations("console.pharmacies");
	return (
		<DataTable
			caption={t("title")}
			rows={rows}
			rowKey={(row) => row.number}
			columns={[
				{
					heading: t("column.number"),
					cell: (row) => <span className="tabular whitespace-nowrap">{printPharmacyNumber(row.number)}</span>,
				},
				{ heading: t("column.name"), cell: fullName },
				{ heading: t("column.devices"), numeric: true, cell: (row) => row.devices },
				{ heading: t("column.registered"), numeric: true, cell: (row) => row.registered },
				{ heading: t("column.lastSeen"), cell: (row) => <Ago at={row.lastSeenAt} /> },
				{ heading: t("column.action"), cell: (row) => <PharmacyActions row={row} onOpen={onOpen} /> },
			]}
		/>
	);
}

function PharmacyActions(props: { row: PharmacyRow; onOpen: (dialog: "enrol" | "deny", row: PharmacyRow) => void }) {
	const { row, onOpen } = props;
	const t = useTranslations("console.pharmacies");
	if (row.denied) return <StatusPill tone="no">{t("denied")}</StatusPill>;
	return (
		<div className="flex gap-2">
			<Button compact onClick={() => onOpen("enrol", row)}>
				{t("enrol")}
				<span className="sr-only"> {printPharmacyNumber(row.number)}</span>
			</Button>
			<Button compact onClick={() => onOpen("deny", row)}>
				{t("deny")}
				<span className="sr-only"> {printPharmacyNumber(row.number)}</span>
			</Button>
		</div>
	);
}
