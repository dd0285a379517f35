"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/app/_ui/button";
import { TextField } from "@/app/_ui/field";
import { LiveRegion } from "@/app/_ui/live-region";
import { Progress } from "@/app/_ui/progress";
import { FailureNotice } from "../_form/failure-notice";
import type { Paged } from "./use-paged";

/** Search, table, "more" and the three ways of having nothing: not yet, none at all, none that match. */
export function PagedList<Row>(props: {
	paged: Paged<Row>;
	searchLabel: string;
	empty: ReactNode;
	table: (rows: readonly Row[]) => ReactNode;
}) {
	const { paged, searchLabel, empty, table } = props;
	const t = useTranslations("console.list");
	const common = useTranslations("common");
	const { rows, failure, loading, more, search, setSearch, reload } = paged;
	const count = rows?.length ?? 0;
	return (
		<div className="grid gap-4">
			{count === 0 && search === "" ? null : (
				<TextField
					type="search"
					label={searchLabel}
					value={search}
					onChange={(event) => setSearch(event.target.value)}
					className="max-w-md"
				/>
			)}
			{failure === undefined ? null : <FailureNotice failure={failure} onRetry={reload} />}
			<LiveRegion>{rows === undefined || loading ? "" : t("count", { count })}</LiveRegion>
			{rows === undefined && loading ? <Progress label={common("loading")} /> : null}
			{rows !== undefined && count === 0 ? search === "" ? empty : <p>{t("noMatch")}</p> : null}
			{rows === undefined || count === 0 ? null : table(rows)}
			{more === undefined ? null : (
				<Button busy={loading} className="justify-self-start" onClick={more}>
					{t("more")}
				</Button>
			)}
		</div>
	);
}
