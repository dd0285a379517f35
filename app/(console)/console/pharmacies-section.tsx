"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { StatusPill } from "@/app/_ui/status-pill";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { CONSOLE_PATHS, type PharmacyRow, pharmacyPage } from "@/lib/sync/console";
import { AddPharmacyDialog } from "./add-pharmacy-dialog";
import { DataTable } from "./data-table";
import { EnrolDialog } from "./enrol-dialog";
import { Ago } from "./moment";
import { PagedList } from "./paged-list";
import { SectionHead } from "./section-head";
import { usePaged } from "./use-paged";

const PAGE = pharmacyPage.transform(({ pharmacies, next }) => ({ rows: pharmacies, next }));

/** Pharmacies, with a way to add one and to enrol a counter in it. */
export function PharmaciesSection() {
	const t = useTranslations("console.pharmacies");
	const paged = usePaged(CONSOLE_PATHS.pharmacies, PAGE);
	const [adding, setAdding] = useState(false);
	const [enrolling, setEnrolling] = useState<PharmacyRow>();
	return (
		<section aria-labelledby="pharmacies-title" className="grid gap-4">
			<SectionHead id="pharmacies-title" title={t("title")}>
				<Button tone="primary" onClick={() => setAdding(true)}>
					{t("add")}
				</Button>
			</SectionHead>
			<PagedList
				paged={paged}
				searchLabel={t("search")}
				empty={<EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>}
				table={(rows) => <PharmacyTable rows={rows} onEnrol={setEnrolling} />}
			/>
			{adding ? (
				<AddPharmacyDialog
					onClose={() => setAdding(false)}
					onAdded={() => {
						setAdding(false);
						paged.reload();
					}}
				/>
			) : null}
			{enrolling === undefined ? null : (
				<EnrolDialog
					owner={{ kind: "pharmacy", number: enrolling.number, name: `${enrolling.name}, ${enrolling.town}` }}
					onClose={() => setEnrolling(undefined)}
				/>
			)}
		</section>
	);
}

function PharmacyTable(props: { rows: readonly PharmacyRow[]; onEnrol: (row: PharmacyRow) => void }) {
	const { rows, onEnrol } = props;
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
				{ heading: t("column.name"), cell: (row) => `${row.name}, ${row.town}` },
				{ heading: t("column.devices"), numeric: true, cell: (row) => row.devices },
				{ heading: t("column.registered"), numeric: true, cell: (row) => row.registered },
				{ heading: t("column.lastSeen"), cell: (row) => <Ago at={row.lastSeenAt} /> },
				{
					heading: t("column.action"),
					cell: (row) =>
						row.denied ? (
							<StatusPill tone="no">{t("denied")}</StatusPill>
						) : (
							<Button compact onClick={() => onEnrol(row)}>
								{t("enrol")}
								<span className="sr-only"> {printPharmacyNumber(row.number)}</span>
							</Button>
						),
				},
			]}
		/>
	);
}
