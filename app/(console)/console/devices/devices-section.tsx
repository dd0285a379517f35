"use client";

import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/app/_ui/button";
import { EmptyState } from "@/app/_ui/empty-state";
import { StatusPill } from "@/app/_ui/status-pill";
import { printPharmacyNumber } from "@/lib/checkcode/pharmacy-number";
import { type DeviceRow, devicePage } from "@/lib/protocol/console";
import { PATHS } from "@/lib/protocol/paths";
import { DAY } from "@/lib/shared/numeric-date";
import { DataTable } from "../_list/data-table";
import { Ago, Moment } from "../_list/moment";
import { PagedList } from "../_list/paged-list";
import { SectionHead } from "../_list/section-head";
import { usePaged } from "../_list/use-paged";
import { DeviceConsequences } from "./denial-consequences";
import { DenyDialog } from "./deny-dialog";
import { PinOrderDialog } from "./pin-order-dialog";

const PAGE = devicePage.transform(({ devices, next }) => ({ rows: devices, next }));

/** Every enrolled device: when it was last seen, what it has not sent yet, and the button that denies it. */
export function DevicesSection() {
	const t = useTranslations("console.devices");
	const paged = usePaged(PATHS.console.devices, PAGE);
	const [denying, setDenying] = useState<DeviceRow>();
	const [ordering, setOrdering] = useState<DeviceRow>();
	return (
		<section aria-labelledby="devices-title" className="grid gap-4">
			<SectionHead id="devices-title" title={t("title")} />
			<PagedList
				paged={paged}
				searchLabel={t("search")}
				empty={<EmptyState title={t("empty.title")}>{t("empty.body")}</EmptyState>}
				table={(rows) => <DeviceTable rows={rows} onDeny={setDenying} onOrderPins={setOrdering} />}
			/>
			{ordering === undefined ? null : (
				<PinOrderDialog
					device={ordering}
					onClose={() => setOrdering(undefined)}
					onOrdered={() => {
						setOrdering(undefined);
						paged.reload();
					}}
				/>
			)}
			{denying === undefined ? null : (
				<DenyDialog
					title={t("denyTitle", { label: denying.label })}
					target={{ device: denying.id }}
					onClose={() => setDenying(undefined)}
					onDenied={() => {
						setDenying(undefined);
						paged.reload();
					}}
				>
					<p>{t("denyOwner", { owner: denying.owner.name })}</p>
					<DeviceConsequences device={denying} />
				</DenyDialog>
			)}
		</section>
	);
}

type TableProps = {
	rows: readonly DeviceRow[];
	onDeny: (row: DeviceRow) => void;
	onOrderPins: (row: DeviceRow) => void;
};

function DeviceTable({ rows, onDeny, onOrderPins }: TableProps) {
	const t = useTranslations("console.devices");
	const roles = useTranslations("console.role");
	return (
		<DataTable
			caption={t("title")}
			rows={rows}
			rowKey={(row) => row.id}
			columns={[
				{ heading: t("column.label"), cell: (row) => <LabelCell row={row} /> },
				{ heading: t("column.role"), cell: (row) => roles(row.role) },
				{ heading: t("column.owner"), cell: (row) => <OwnerCell owner={row.owner} /> },
				{ heading: t("column.lastSeen"), cell: (row) => <Ago at={row.lastSeenAt} /> },
				{
					heading: t("column.registered"),
					numeric: true,
					cell: (row) => (row.role === "counter" ? row.registered : "–"),
				},
				{
					heading: t("column.missing"),
					numeric: true,
					cell: (row) => (row.role === "counter" ? <MissingCell row={row} /> : "–"),
				},
				{
					heading: t("column.until"),
					cell: (row) => (row.delegatedUntil === null ? "–" : <Moment at={row.delegatedUntil} />),
				},
				{
					heading: t("column.action"),
					cell: (row) =>
						row.deniedAt === null ? (
							<span className="flex flex-wrap gap-2">
								<Button compact onClick={() => onDeny(row)}>
									{t("deny")}
									<span className="sr-only"> {row.label}</span>
								</Button>
								{row.role === "counter" ? <PinOrderButton row={row} onOrder={onOrderPins} /> : null}
							</span>
						) : (
							<StatusPill tone="no">{t("denied")}</StatusPill>
						),
				},
			]}
		/>
	);
}

/** [VA-11] With the last order, and who gave it. */
function PinOrderButton({ row, onOrder }: { row: DeviceRow; onOrder: (row: DeviceRow) => void }) {
	const t = useTranslations("console.devices");
	const { label, pinOrder } = row;
	return (
		<span>
			<Button compact tone="quiet" onClick={() => onOrder(row)}>
				{t("orderPins")}
				<span className="sr-only"> {label}</span>
			</Button>
			{pinOrder === null ? null : (
				<small className="block" data-pin-order={pinOrder.heededAt === null ? "given" : "heeded"}>
					{t("pinsOrdered", { by: pinOrder.by })} <Moment at={pinOrder.at} />
					<br />
					{pinOrder.heededAt === null ? t("pinsWaiting") : t("pinsHeeded")}{" "}
					{pinOrder.heededAt === null ? null : <Moment at={pinOrder.heededAt} />}
				</small>
			)}
		</span>
	);
}

/** [OL-3] Copies of the device that were heard stand beside its name for a week. */
function LabelCell({ row: { label, twinSeenAt, restoredSeenAt } }: { row: DeviceRow }) {
	const t = useTranslations("console.devices");
	return (
		<>
			{label}
			{isRecent(twinSeenAt) ? (
				<p data-life="twin">
					<StatusPill tone="no">{t("twin")}</StatusPill>{" "}
					<small>
						<Moment at={twinSeenAt ?? 0} />
					</small>
				</p>
			) : isRecent(restoredSeenAt) ? (
				<p data-life="restored">
					<StatusPill tone="compare">{t("restored")}</StatusPill>{" "}
					<small>
						<Moment at={restoredSeenAt ?? 0} />
					</small>
				</p>
			) : null}
		</>
	);
}

const SHOWN_FOR = 7 * DAY;

function isRecent(at: number | null): boolean {
	return at !== null && at > Date.now() / 1000 - SHOWN_FOR;
}

/** [OL-6] Of the missing, what the device does not account for. */
function MissingCell({ row: { missing, unexplained } }: { row: DeviceRow }) {
	const t = useTranslations("console.devices");
	return (
		<>
			{missing}
			{unexplained === 0 ? null : <small className="block text-no">{t("unexplained", { count: unexplained })}</small>}
		</>
	);
}

function OwnerCell({ owner }: { owner: DeviceRow["owner"] }) {
	if (owner.pharmacy === null) return owner.name;
	return (
		<>
			{owner.name} <span className="tabular text-sm text-ink-2">{printPharmacyNumber(owner.pharmacy)}</span>
		</>
	);
}
