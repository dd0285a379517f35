"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { Progress } from "@/app/_ui/progress";
import { type VenueRow, venueList } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { FailureNotice } from "../_form/failure-notice";
import { DataTable } from "../_list/data-table";
import { Moment } from "../_list/moment";
import { SectionHead } from "../_list/section-head";
import { useResource } from "../_list/use-resource";
import { EnrolDialog } from "../devices/enrol-dialog";
import { AddAssignmentDialog } from "./add-assignment-dialog";
import { AddVenueDialog } from "./add-venue-dialog";

type Open = { readonly dialog: "venue" } | { readonly dialog: "assignment" | "enrol"; readonly venue: VenueRow };

/** Who admits people: venues and train operators, what they have planned, and their devices. */
export function VenuesSection() {
	const t = useTranslations("console.venues");
	const common = useTranslations("common");
	const { value, failure, reload } = useResource(PATHS.console.venues, { answer: venueList });
	const [open, setOpen] = useState<Open>();
	const close = () => setOpen(undefined);
	const added = () => {
		close();
		reload();
	};
	return (
		<section aria-labelledby="venues-title" className="grid gap-4">
			<SectionHead id="venues-title" title={t("title")}>
				<Button tone="primary" onClick={() => setOpen({ dialog: "venue" })}>
					{t("add")}
				</Button>
			</SectionHead>
			{failure === undefined ? null : <FailureNotice failure={failure} onRetry={reload} />}
			{value === undefined && failure === undefined ? <Progress label={common("loading")} /> : null}
			{value?.venues.length === 0 ? <EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState> : null}
			{value?.venues.map((venue) => (
				<VenueCard
					key={venue.id}
					venue={venue}
					onPlan={() => setOpen({ dialog: "assignment", venue })}
					onEnrol={() => setOpen({ dialog: "enrol", venue })}
				/>
			))}
			{open?.dialog === "venue" ? <AddVenueDialog onClose={close} onAdded={added} /> : null}
			{open?.dialog === "assignment" ? (
				<AddAssignmentDialog venue={open.venue} onClose={close} onAdded={added} />
			) : null}
			{open?.dialog === "enrol" ? (
				<EnrolDialog owner={{ kind: "venue", id: open.venue.id, name: open.venue.name }} onClose={close} />
			) : null}
		</section>
	);
}

function VenueCard(props: { venue: VenueRow; onPlan: () => void; onEnrol: () => void }) {
	const { venue, onPlan, onEnrol } = props;
	const t = useTranslations("console.venues");
	return (
		<article className="grid gap-3">
			<div className="flex flex-wrap items-center justify-between gap-3 pt-2">
				<h3 className="text-lg font-semibold">
					{venue.name}
					<span className="ml-3 text-sm font-normal text-ink-2">{t("devices", { count: venue.devices })}</span>
				</h3>
				<div className="flex flex-wrap gap-2">
					<Button compact onClick={onPlan}>
						{t("plan")}
						<span className="sr-only"> {venue.name}</span>
					</Button>
					<Button compact onClick={onEnrol}>
						{t("enrol")}
						<span className="sr-only"> {venue.name}</span>
					</Button>
				</div>
			</div>
			{venue.assignments.length === 0 ? (
				<EmptyState title={t("none.title")}>{t("none.body")}</EmptyState>
			) : (
				<AssignmentTable venue={venue} />
			)}
		</article>
	);
}

function AssignmentTable({ venue }: { venue: VenueRow }) {
	const t = useTranslations("console.venues");
	return (
		<DataTable
			caption={t("tableOf", { venue: venue.name })}
			rows={venue.assignments}
			rowKey={(row) => row.id}
			columns={[
				{ heading: t("column.name"), cell: (row) => row.name },
				{ heading: t("column.kind"), cell: (row) => t(`kind.${row.kind}`) },
				{ heading: t("column.from"), cell: (row) => <Moment at={row.from} /> },
				{ heading: t("column.to"), cell: (row) => <Moment at={row.to} /> },
				{ heading: t("column.gates"), cell: (row) => (row.gates.length === 0 ? "–" : row.gates.join(" · ")) },
				{ heading: t("column.inside"), numeric: true, cell: (row) => (row.kind === "train" ? "–" : row.inside) },
				{ heading: t("column.capacity"), numeric: true, cell: (row) => row.capacity ?? "–" },
				{ heading: t("column.checkIns"), numeric: true, cell: (row) => row.checkIns },
			]}
		/>
	);
}
