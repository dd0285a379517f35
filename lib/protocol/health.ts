import { z } from "zod";

/**
 * `GET /api/health`: is the portal there, and does it reach its database? A device that has had nothing to send for a
 * while asks this once a minute; 503 with Retry-After while the portal sheds load.
 */
export const healthAnswer = z.object({
	/** Whether the portal reaches its database. */
	database: z.boolean(),
});

/**
 * `GET /api/ready`: should a balancer send requests to this instance? 503 while its database does not answer or takes no
 * writes, and once it was asked to stop. 200 with what somebody should look at although it serves.
 */
export const readinessAnswer = z.object({
	/**
	 * `commits_not_durable`: the database is set to forget commits in a crash or failover. `clocks_differ`: this portal's clock and its database's. `trust_list_old`: what is published was not renewed for two
	 * hours.
	 */
	warnings: z.array(z.enum(["commits_not_durable", "clocks_differ", "trust_list_old"])),
});
export type ReadinessAnswer = z.infer<typeof readinessAnswer>;
