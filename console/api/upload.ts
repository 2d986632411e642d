/** Sends a file as a form, told how much of it is gone: fetch does not tell, and a file may have gigabytes. */
import { csrfHeaders, type Schema } from "./client.ts";
import { ApiError } from "./problem.ts";

interface UsageFile {
  file: File;
  dryRun: boolean;
  /** The id of a saved mapping, or one as JSON; empty: everything is guessed. */
  mapping: string;
  /** 0 to 1. */
  onProgress: (part: number) => void;
}

/** @throws ApiError for an answer that is none of success; TypeError when there is no answer, as fetch does */
export function sendUsageFile(org: string, wanted: UsageFile): Promise<Schema<"UsageImport">> {
  const { file, dryRun, mapping, onProgress } = wanted;
  const query = new URLSearchParams({ dryRun: String(dryRun), mapping });
  const form = new FormData();
  form.append("file", file);
  const request = new XMLHttpRequest();
  request.open("POST", `/v1/organizations/${encodeURIComponent(org)}/usage-imports?${query.toString()}`);
  for (const [name, value] of Object.entries(csrfHeaders())) request.setRequestHeader(name, value);
  request.responseType = "json";
  request.upload.onprogress = ({ loaded, total }) => onProgress(total > 0 ? loaded / total : 0);
  return new Promise((resolve, reject) => {
    const fail = (): void => reject(new TypeError("The file could not be sent."));
    request.onerror = fail;
    request.onabort = fail;
    request.onload = () => {
      const body = request.response as object | null;
      if (request.status === 202) resolve(body as Schema<"UsageImport">);
      else reject(new ApiError(request.status, { ...body }));
    };
    request.send(form);
  });
}
