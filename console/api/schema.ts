/** Printed from openapi.json by `npm run gen`. */
export interface paths {
    "/auth/oidc/callback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Where the identity provider sends the browser back to */
        get: operations["getAuthOidcCallback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/auth/oidc/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Sign in with the identity provider */
        get: operations["getAuthOidcStart"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/{tenant}/oauth2/v2.0/token": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * An access token for an API key
         * @description `tenant` is the id of the organisation or its tenant id. Errors are those of OAuth.
         */
        post: operations["postGraphOauth2V20Token"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/communications/callRecords/getDirectRoutingCalls{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls over one's own carrier, as Graph's getDirectRoutingCalls gives them
         * @description The end is exclusive; at most 90 days. Needs the right: usage.
         */
        get: operations["getGraph0CommunicationsCallRecordsGetDirectRoutingCalls:period"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/communications/callRecords/getPstnCalls{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls of calling plans, as Graph's getPstnCalls gives them
         * @description Both ends are inclusive, and a date as the end is the whole day; at most 90 days. Needs the right: usage.
         */
        get: operations["getGraph0CommunicationsCallRecordsGetPstnCalls:period"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/communications/callRecords/microsoft.graph.callRecords.getDirectRoutingCalls{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls over one's own carrier, as Graph's getDirectRoutingCalls gives them
         * @description The end is exclusive; at most 90 days. Needs the right: usage.
         */
        get: operations["getGraph0CommunicationsCallRecordsMicrosoftGraphCallRecordsGetDirectRoutingCalls:period"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/communications/callRecords/microsoft.graph.callRecords.getPstnCalls{period}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls of calling plans, as Graph's getPstnCalls gives them
         * @description Both ends are inclusive, and a date as the end is the whole day; at most 90 days. Needs the right: usage.
         */
        get: operations["getGraph0CommunicationsCallRecordsMicrosoftGraphCallRecordsGetPstnCalls:period"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/directoryRoles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Administrator roles, as Graph lists them
         * @description Needs the right: read.
         */
        get: operations["getGraph0DirectoryRoles"];
        put?: never;
        /**
         * Activate a role
         * @description Roles are active from the start: the answer is the role. Needs the right: users.
         */
        post: operations["postGraph0DirectoryRoles"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/directoryRoles/{role}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One role, as Graph shows it
         * @description Needs the right: read.
         */
        get: operations["getGraph0DirectoryRolesOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/directoryRoles/{role}/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who holds a role
         * @description Needs the right: names.
         */
        get: operations["getGraph0DirectoryRolesMembers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/subscribedSkus": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Products that are bought or held, as Graph lists them
         * @description Needs the right: read.
         */
        get: operations["getGraph0SubscribedSkus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/subscribedSkus/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One product, as Graph shows it
         * @description Needs the right: read.
         */
        get: operations["getGraph0SubscribedSkusOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users, as Graph lists them
         * @description `$filter` takes `eq` and `startswith` of userPrincipalName, displayName, mail and id, `usageLocation eq` and `assignedLicenses/any(x:x/skuId eq …)`, with `and` between them. Needs the right: names.
         */
        get: operations["getGraph0Users"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/users/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user, as Graph shows it
         * @description Needs the right: names.
         */
        get: operations["getGraph0UsersOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/graph/v1.0/users/{id}/assignLicense": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give licences to a user and take them, all or none
         * @description In force for the user's next call. More than are bought, or what is not held: 400. Needs the right: licenses.
         */
        post: operations["postGraph0UsersAssignLicense"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/healthz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 200 when the process serves */
        get: operations["getHealthz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/metrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** Figures for Prometheus */
        get: operations["getMetrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/openapi.json": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** This document */
        get: operations["getOpenapiJson"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** 200 when the database answers */
        get: operations["getReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * API keys, without the keys
         * @description Needs the right: operator or settings.
         */
        get: operations["getApiKeys"];
        put?: never;
        /**
         * Make an API key; it is shown once
         * @description Needs the right: operator or settings.
         */
        post: operations["postApiKeys"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Revoke an API key
         * @description Needs the right: operator or settings.
         */
        delete: operations["deleteApiKeys"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/api-keys/{id}/rotate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Exchange an API key for a new one; it is shown once
         * @description It stays who it is: calls that it has authorised go on. Needs the right: operator or settings.
         */
        post: operations["postApiKeysRotate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit log of the installation, newest first
         * @description Needs the right: operator.
         */
        get: operations["getAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-log.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit log of the installation as CSV
         * @description Needs the right: operator.
         */
        get: operations["getAuditLogCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audit-log/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the audit log of the installation as it was written?
         * @description Needs the right: operator.
         */
        get: operations["getAuditLogVerify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audits, newest first
         * @description Needs the right: operator.
         */
        get: operations["getAudits"];
        put?: never;
        /**
         * Have the books audited
         * @description While one is under way, that one is the answer. Needs the right: operator.
         */
        post: operations["postAudits"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/audits/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One audit: how far it is, and what it found
         * @description Needs the right: operator.
         */
        get: operations["getAuditsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls in progress, or the call of an id
         * @description Needs the right: usage or switch.
         */
        get: operations["getCalls"];
        put?: never;
        /**
         * May this call go on, and for how long?
         * @description Needs the right: switch.
         */
        post: operations["postCalls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The call and its explanation
         * @description Needs the right: usage or switch.
         */
        get: operations["getCallsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/answer": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The other side picked up: the paid time starts
         * @description Needs the right: switch.
         */
        post: operations["postCallsAnswer"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/hang-up": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask the switch to end a call
         * @description The call goes on until its switch has done it. Asked for again, it is the same command; a call that has ended is answered with its end, and an emergency call is never pushed off. Needs the right: operator or voice or switch.
         */
        post: operations["postCallsHangUp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/release": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The call has ended, or was never answered
         * @description Needs the right: switch.
         */
        post: operations["postCallsRelease"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/{callId}/update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * So long it has lasted; may it go on?
         * @description Needs the right: switch.
         */
        post: operations["postCallsUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Up to 500 operations at once; in order for one call, each answered by itself
         * @description Needs the right: switch.
         */
        post: operations["postCallsBatch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/calls/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The calls that the switch has in progress; what it does not list is ended as lost after a grace time
         * @description Needs the right: switch.
         */
        post: operations["postCallsReconcile"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/dial-out-policies": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Dial-out policies, and what each allows
         * @description A user's own goes before the organisation's default (calling settings). Any key may ask.
         */
        get: operations["getDialOutPolicies"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What happens, as server-sent events
         * @description Types: call.authorized, call.answered, call.extended, call.ended, call.refused, credits.changed, switch.command, notice. Of all processes on the same database. Last-Event-ID brings what was missed in the last minute, where the same process is asked again; a client that does not read is dropped. Needs the right: read or usage or switch.
         */
        get: operations["getEvents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/health": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How the installation is, part by part, and what to do
         * @description Parts that the database is asked for are null while it does not answer. Needs the right: operator.
         */
        get: operations["getHealth"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Support incidents of all organisations, newest first
         * @description Needs the right: operator.
         */
        get: operations["getIncidents"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/incidents/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Settle a support incident
         * @description Allowed: the same purchase goes through, until then or for good. The last settlement counts. Needs the right: operator.
         */
        post: operations["postIncidentsSettle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody to run the installation
         * @description Needs the right: operator.
         */
        post: operations["postInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/invitations/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a password by the link of an invitation */
        post: operations["postInvitationsAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/mail-bounces": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A mail came back
         * @description For the mail provider's webhook. Its notice is `failed` then, with the reason. Needs the right: operator.
         */
        post: operations["postMailBounces"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All organisations, with what their credits stand at
         * @description Needs the right: operator.
         */
        get: operations["getOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One organisation
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsOne"];
        /**
         * Make or change an organisation, with its account
         * @description The currency can change only until money moves. Needs the right: operator.
         */
        put: operations["putOrganizations"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/adjustments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Put a balance right
         * @description A positive amount is a lot of its own, for twelve months. Needs the right: operator.
         */
        post: operations["postOrganizationsAdjustments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/audit-log": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit log of the organisation, newest first
         * @description Needs the right: settings.
         */
        get: operations["getOrganizationsAuditLog"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/audit-log.csv": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Audit log of the organisation as CSV
         * @description Needs the right: settings.
         */
        get: operations["getOrganizationsAuditLogCsv"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/audit-log/verify": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Is the audit log of the organisation as it was written?
         * @description Needs the right: settings.
         */
        get: operations["getOrganizationsAuditLogVerify"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/auto-recharge": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Auto-recharge, and how it stands
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsAutoRecharge"];
        /**
         * Set auto-recharge up, or switch it off
         * @description null takes a cap or the target away; what is left out stays as it is. Needs the right: fund.
         */
        put: operations["putOrganizationsAutoRecharge"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/brakes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Brakes, and how they stand in this hour
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsBrakes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/brakes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One brake
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsBrakesOne"];
        /**
         * Make or change a brake
         * @description Calls that pools or money pay count in the clock hour (UTC) in which they were authorised. At the limit new ones are refused with LIMIT_REACHED, those in progress are granted as far as it goes. Without a subject, a brake of users or numbers holds for each of them on its own; numbers are toll-free ones, and their inbound calls. Needs the right: voice.
         */
        put: operations["putOrganizationsBrakes"];
        post?: never;
        /**
         * Remove a brake
         * @description Needs the right: voice.
         */
        delete: operations["deleteOrganizationsBrakes"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/brakes/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let calls through until then
         * @description Without a time, for one hour. Calls are counted all the same. Needs the right: voice.
         */
        post: operations["postOrganizationsBrakesLift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/brakes/{id}/lifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who lifted the brake, when and why; newest first
         * @description Needs the right: names.
         */
        get: operations["getOrganizationsBrakesLifts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/budgets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Budgets, and how they stand
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsBudgets"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/budgets/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One budget
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsBudgetsOne"];
        /**
         * Make or change a budget
         * @description Calls count in the month in which they were authorised, and only with the money that they cost: a new call that the budget does not cover is refused with BUDGET_EXCEEDED, one in progress is granted as far as it covers. Emergency calls always connect. A new budget counts this month's calls so far. Needs the right: fund.
         */
        put: operations["putOrganizationsBudgets"];
        post?: never;
        /**
         * Remove a budget
         * @description Needs the right: fund.
         */
        delete: operations["deleteOrganizationsBudgets"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/budgets/{id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Let calls through for the rest of this month
         * @description Without an amount there is no limit until the month ends; with one, the budget is raised to it. Needs the right: fund.
         */
        post: operations["postOrganizationsBudgetsLift"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/budgets/{id}/lifts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who lifted the budget, when and why; newest first
         * @description Needs the right: names.
         */
        get: operations["getOrganizationsBudgetsLifts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/call-prices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each way of calling a number or a country costs, and who would pay
         * @description For a country by numbers that stand for its landlines, mobiles and toll-free numbers. Who pays is told for people who hold the licences that the organisation has bought, pools first, by its calling settings and its dial-out policy; what one person may call is at `…/users/{userPrincipalName}/calling`. Needs the right: read.
         */
        get: operations["getOrganizationsCallPrices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/calling-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What calls may do
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsCallingSettings"];
        /**
         * Say what calls may do
         * @description null takes a limit away; what is left out stays as it is. Needs the right: voice.
         */
        put: operations["putOrganizationsCallingSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/card-forms": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Begin to add a card
         * @description Gives the client secret of a Stripe SetupIntent. The page confirms it with Stripe's own form, so that the card's number goes to Stripe alone, and adds the payment method that Stripe names as a `card`. With the test provider 409 `CARD_FORM_NOT_NEEDED`: it takes the tokens of its list. Needs the right: fund.
         */
        post: operations["postOrganizationsCardForms"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/chargeback": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What each cost centre is to pay for a month's calls
         * @description By the cost centre that the user had when the call was authorised; months in UTC. A later correction changes the month of its call. `format=csv` gives a file. Needs the right: usage.
         */
        get: operations["getOrganizationsChargeback"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/conference-bridges": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Conference bridges
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsConferenceBridges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/conference-bridges/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One conference bridge
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsConferenceBridgesOne"];
        /**
         * Make or change a conference bridge
         * @description Needs the right: voice.
         */
        put: operations["putOrganizationsConferenceBridges"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/configuration-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What lacks what its calls need, worst first
         * @description Needs the right: names.
         */
        get: operations["getOrganizationsConfigurationCheck"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/cost-centers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Cost centres
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsCostCenters"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/cost-centers/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One cost centre
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsCostCentersOne"];
        /**
         * Name a cost centre
         * @description A user who names a new one makes it, with its id for a name. Needs the right: users.
         */
        put: operations["putOrganizationsCostCenters"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/credits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The balance and its lots
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsCredits"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/credits/forecast": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Days left, when the balance reaches zero or is recharged, and the pools at the month's end
         * @description From the last eight weeks, by weekdays and month ends; the range holds eight of ten futures. Needs the right: read.
         */
        get: operations["getOrganizationsCreditsForecast"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/custom-reports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Custom reports: one's own and those that are shared
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsCustomReports"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/custom-reports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A custom report
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsCustomReportsOne"];
        /**
         * Make or change a custom report
         * @description 403 `NOT_YOUR_REPORT` for one that somebody else has made. Needs the right: usage.
         */
        put: operations["putOrganizationsCustomReports"];
        post?: never;
        /**
         * Remove a custom report
         * @description Needs the right: usage.
         */
        delete: operations["deleteOrganizationsCustomReports"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/custom-reports/{id}/mails": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Mails that a scheduled report was sent with, newest first
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsCustomReportsMails"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/custom-reports/{id}/run": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Run a custom report now
         * @description Dearest first. `format` xlsx or csv gives a file. Needs the right: usage.
         */
        get: operations["getOrganizationsCustomReportsRun"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/disputes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Disputes, newest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsDisputes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/disputes/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One dispute
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsDisputesOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/disputes/{id}/settle": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say how a dispute ended
         * @description Won: what was frozen is available again and the debt is not owed. Lost: both are gone for good. Needs the right: operator.
         */
        post: operations["postOrganizationsDisputesSettle"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/eligibility": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whether the organisation may buy credits, and why not
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsEligibility"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/funding-recommendation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How much to fund, when to recharge and by how much
         * @description From the organisation's own calls; while they tell of less than four weeks, from the usage that it imported, too. Needs the right: read.
         */
        get: operations["getOrganizationsFundingRecommendation"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/incidents": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Support incidents, newest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsIncidents"];
        put?: never;
        /**
         * Open a support incident
         * @description It keeps what stands against a purchase now, so that the operator can allow just that. Needs the right: support.
         */
        post: operations["postOrganizationsIncidents"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/incidents/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One support incident
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsIncidentsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/incidents/{id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Say something about an incident
         * @description Needs the right: support.
         */
        post: operations["postOrganizationsIncidentsMessages"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Invite somebody of the directory to sign in
         * @description By mail, with a link that works once, for seven days. Again: a new link, which sets a new password. Needs the right: users.
         */
        post: operations["postOrganizationsInvitations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Transfers, newest first
         * @description Holds of calls in progress are not in it: they move nothing for good. Needs the right: read.
         */
        get: operations["getOrganizationsLedger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/license-assignments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give licences to many users, and take them, all or none
         * @description Refused as a whole when more are wanted than are bought: 409 LICENSE_NOT_AVAILABLE, with the product and how many are missing in `shortages`. Needs the right: licenses.
         */
        post: operations["postOrganizationsLicenseAssignments"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/license-rules": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Licence rules
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsLicenseRules"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/license-rules/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One licence rule
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsLicenseRulesOne"];
        /**
         * Make or change a licence rule, and carry it out
         * @description A new one needs displayName and assign. Its licences are given at once to the first thousand users and to all others within seconds; users who change later get or lose theirs with the change. What a rule alone gave goes when the rule no longer holds. Of licences that are bought, as many are given as are left. Needs the right: licenses.
         */
        put: operations["putOrganizationsLicenseRules"];
        post?: never;
        /**
         * Remove a licence rule, and take away what it alone gave
         * @description Needs the right: licenses.
         */
        delete: operations["deleteOrganizationsLicenseRules"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/license-rules/{id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * What would change if the rule were put now
         * @description The rule need not exist yet. What the body leaves out is as it is in the rule. Nothing is kept. Needs the right: licenses.
         */
        post: operations["postOrganizationsLicenseRulesPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/licenses": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Licences: bought, assigned, free, and which pools they feed
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsLicenses"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/notice-recipients": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who would be told of each event now, in which language and why, and who can not be reached
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsNoticeRecipients"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/notice-settings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is told of what
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsNoticeSettings"];
        /**
         * Say who is told of what
         * @description Without choices every holder of the 16 roles is told of everything. Refused where nobody with an address would be told of an event. Needs the right: settings.
         */
        put: operations["putOrganizationsNoticeSettings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What people were told, newest first
         * @description One for each event and language. Needs the right: read.
         */
        get: operations["getOrganizationsNotices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/numbers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Numbers
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsNumbers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/numbers/{e164}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One number
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsNumbersOne"];
        /**
         * Take in a number, or change its use
         * @description Needs the right: voice.
         */
        put: operations["putOrganizationsNumbers"];
        post?: never;
        /**
         * Give a number away
         * @description Refused with 409 NUMBER_IN_USE while calls from it or to it are in progress. Needs the right: voice.
         */
        delete: operations["deleteOrganizationsNumbers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/pay-as-you-go": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls that are billed afterwards
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsPayAsYouGo"];
        /**
         * Switch calls that are billed afterwards on or off
         * @description It takes effect under a customer agreement, once the credits are drained. A call is refused with BUDGET_EXCEEDED when the month's limit is reached, and granted no longer than the limit pays for. Calls in progress count with what they were granted, so that several at once can not pass it. Needs the right: fund.
         */
        put: operations["putOrganizationsPayAsYouGo"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/pay-as-you-go/switch-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Do all that moving to a customer agreement needs
         * @description Pay-as-you-go on and auto-recharge off, in one step. What is left of the credits is drained first. Needs the right: fund.
         */
        post: operations["postOrganizationsPayAsYouGoSwitchOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/payment-methods": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Ways to pay, oldest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsPaymentMethods"];
        put?: never;
        /**
         * Add a way to pay
         * @description Needs the right: fund.
         */
        post: operations["postOrganizationsPaymentMethods"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/payment-methods/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One way to pay
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsPaymentMethodsOne"];
        /**
         * Change an enterprise agreement's purchase order or days of validity
         * @description `null` takes a value away. Receipts of earlier payments keep the purchase order of their day. Needs the right: fund.
         */
        put: operations["putOrganizationsPaymentMethods"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/pools": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Minutes of a month, by pool
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsPools"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/pools/arithmetic": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Minutes of this month with the sum behind each total
         * @description For each pool the licences that fill it: licences x minutes. A total may be larger than their sum until the month ends, since licences that are given back shrink a pool with the next month only. Needs the right: read.
         */
        get: operations["getOrganizationsPoolsArithmetic"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/rate-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prices that are to come, and what last month would have cost by them
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsRateChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/sign-in-accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who may sign in, by address
         * @description Needs the right: users.
         */
        get: operations["getOrganizationsSignInAccounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/sign-in-accounts/{email}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Let somebody sign in no more; their sessions end
         * @description The user stays, and may be invited again: the way out for whoever lost the second step. Needs the right: users.
         */
        delete: operations["deleteOrganizationsSignInAccounts"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/statements": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Monthly statements of calls billed afterwards, newest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsStatements"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/subscriptions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What is bought and assigned
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsSubscriptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/subscriptions/{sku}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One subscription
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsSubscriptionsOne"];
        /**
         * Say how many are bought
         * @description Needs the right: operator.
         */
        put: operations["putOrganizationsSubscriptions"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/test-calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make a test call, which is charged
         * @description Authorised, answered, prolonged and ended at once, on the switch `simulator`; its callId begins with `test-`. It draws on real minutes and real credits, once for an Idempotency-Key, for good. A call that is refused, or cut before its time, says why. Needs the right: fund or voice.
         */
        post: operations["postOrganizationsTestCalls"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/top-ups": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Top-ups, newest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsTopUps"];
        put?: never;
        /**
         * Put money in
         * @description Answers 201 with what became of it: `pending` where the provider's answer is not known yet (ask again), `failed` with the reason. Least and most amount depend on the currency. Needs the right: fund.
         */
        post: operations["postOrganizationsTopUps"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/top-ups/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One top-up
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsTopUpsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/top-ups/{id}/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Where the payer confirms a payment that the bank wants to ask about
         * @description `confirmUrl` is null where there is nothing (any more) to confirm; the state tells why. Where Stripe has no page of the bank's, `confirmForm` is what its script asks the payer with. Needs the right: fund.
         */
        post: operations["postOrganizationsTopUpsConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/top-ups/{id}/receipt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The receipt of a top-up as PDF
         * @description In the language of `lang`, else of Accept-Language, else of the organisation; English where there is no other. 409 `TOP_UP_NOT_PAID` with the reason for one that has not been paid. Needs the right: read.
         */
        get: operations["getOrganizationsTopUpsReceipt"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/top-ups/{id}/refund-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a refund would take from the lot now, and what would become debt
         * @description Needs the right: operator.
         */
        get: operations["getOrganizationsTopUpsRefundPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/top-ups/{id}/refunds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Refunds of a top-up, oldest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsTopUpsRefunds"];
        put?: never;
        /**
         * Give a top-up back
         * @description Without an amount: all of it that was not given back yet. What is unspent of the lot that it bought goes first, at most what is available, then what the lot lost at its end; what was spent is booked as debt. `pending` where the provider's answer is not known yet. Needs the right: operator.
         */
        post: operations["postOrganizationsTopUpsRefunds"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage report: the calls of a period
         * @description Calling plans and direct routing in one list, newest first; `report` keeps one of them. The last digits of numbers outside are hidden where the organisation's country has it so. Corrections of a call's price follow its row as rows of their own, which `limit` does not count. Needs the right: usage.
         */
        get: operations["getOrganizationsUsage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-exports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Exports, newest first
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageExports"];
        put?: never;
        /**
         * Export the usage report
         * @description zip: the documented files `PSTN.calls.<date>.csv`, `DirectRouting.calls.<date>.csv` and `parameters.json`. xlsx: a workbook with a summary. `from` is inclusive, `to` exclusive, both UTC. Needs the right: usage.
         */
        post: operations["postOrganizationsUsageExports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-exports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One export and how far it is
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageExportsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-exports/{id}/file": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download an export
         * @description At `downloadUrl`. 410 `EXPORT_EXPIRED` a day after it was made.
         */
        get: operations["getOrganizationsUsageExportsFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-imports": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Usage imports, newest first
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageImports"];
        put?: never;
        /**
         * Read in call records of another provider
         * @description A form with one file of at most 2 GB: Teams' own export (zip or its CSV), Graph's getPstnCalls JSON, or any carrier's CSV, whose columns are guessed unless a mapping says. It is read in the background, all or nothing; rows that are no calls are told with their line. The same row twice adds nothing. A dry run keeps nothing. Needs the right: fund.
         */
        post: operations["postOrganizationsUsageImports"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-imports/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How far an import is, and what became of it
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageImportsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-imports/{id}/pricing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What these calls would cost here, and who would pay
         * @description By the decks and the rules of real calls, with the minutes of the organisation's licences in each month. Rows that were in an earlier import belong to that one. Needs the right: usage.
         */
        get: operations["getOrganizationsUsageImportsPricing"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-imports/{id}/refused": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The rows that were not taken, each with its line and why, in the order of the file
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageImportsRefused"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-mappings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Saved mappings
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageMappings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage-mappings/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A saved mapping
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageMappingsOne"];
        /**
         * Save how a carrier's CSV is read
         * @description Needs the right: fund.
         */
        put: operations["putOrganizationsUsageMappings"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage/blocked": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls that were refused, by their reason
         * @description Needs the right: usage.
         */
        get: operations["getOrganizationsUsageBlocked"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage/blocked-users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * People who can not call at present, and why
         * @description Whose newest call in the period was refused, for a reason that still stands. Needs the right: names.
         */
        get: operations["getOrganizationsUsageBlockedUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage/days": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Calls a day, by call type
         * @description Every day of the period, UTC, also those without calls: for a chart. Needs the right: usage.
         */
        get: operations["getOrganizationsUsageDays"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/usage/spend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Spend, calls and minutes by user, destination, cost centre …
         * @description Dearest first, with the total of all. `destination` is the country that was dialled, `country` the usage location of the user at the time of the call. Needs the right: usage.
         */
        get: operations["getOrganizationsUsageSpend"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/users": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Users, as they are looked for
         * @description Needs the right: names.
         */
        get: operations["getOrganizationsUsers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/users/{userPrincipalName}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One user
         * @description Needs the right: names.
         */
        get: operations["getOrganizationsUsersOne"];
        /**
         * Make or change a user
         * @description More licences than are bought: 409 LICENSE_NOT_AVAILABLE, which names them. Needs the right: users or licenses or voice.
         */
        put: operations["putOrganizationsUsers"];
        post?: never;
        /**
         * Remove a user
         * @description Refused with 409 USER_IN_USE while a number leads to the user, an attendant or queue needs the resource account, or a call is in progress. Ended calls keep the name. Needs the right: users.
         */
        delete: operations["deleteOrganizationsUsers"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/users/{userPrincipalName}/calling": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What this person could call now
         * @description The decision that an authorisation would get, for each kind of call that the person or resource account could make. Needs the right: names.
         */
        get: operations["getOrganizationsUsersCalling"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/users/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * All users as CSV, as they can be imported again
         * @description Needs the right: names.
         */
        get: operations["getOrganizationsUsersExport"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/users/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Make or change the users of a file, all or none
         * @description Columns are named as the fields of a user, in any order; userPrincipalName is needed, and for new users displayName, kind, usageLocation and licenses. Lists are separated by semicolons. A column that is not there leaves its values as they are. Users who are not in the file stay. Any bad line refuses the whole file, and every one is named (400 INVALID_CSV); so do more licences than are bought (409 LICENSE_NOT_AVAILABLE). Needs the right: users or licenses or voice.
         */
        post: operations["postOrganizationsUsersImport"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/voice-apps": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Attendants and queues
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsVoiceApps"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/voice-apps/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One attendant or queue
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsVoiceAppsOne"];
        /**
         * Make or change an attendant or queue
         * @description Needs the right: voice.
         */
        put: operations["putOrganizationsVoiceApps"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/webhooks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Webhooks
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsWebhooks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/webhooks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One webhook
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsWebhooksOne"];
        /**
         * Make or change a webhook
         * @description A new one is answered with its secret, which is shown this once. Needs the right: settings.
         */
        put: operations["putOrganizationsWebhooks"];
        post?: never;
        /**
         * Remove a webhook, with its deliveries
         * @description Needs the right: settings.
         */
        delete: operations["deleteOrganizationsWebhooks"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/webhooks/{id}/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What was sent there, newest first
         * @description Needs the right: read.
         */
        get: operations["getOrganizationsWebhooksDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/webhooks/{id}/replay": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Send deliveries once more
         * @description Those named, or all made since a time, or else those that failed. They keep their webhook-id. Needs the right: settings.
         */
        post: operations["postOrganizationsWebhooksReplay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/organizations/{org}/webhooks/{id}/rotate-secret": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Give it a new secret
         * @description For a day, deliveries are signed with the old one as well. Needs the right: settings.
         */
        post: operations["postOrganizationsWebhooksRotateSecret"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ask for a mail that sets a new password
         * @description The answer is the same whether or not there is such an account.
         */
        post: operations["postPasswordResets"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/password-resets/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /** Choose a new password by the link of the mail */
        post: operations["postPasswordResetsAccept"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/payment-differences": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Where the payment provider's books and ours disagree
         * @description Needs the right: operator.
         */
        get: operations["getPaymentDifferences"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Plans and add-ons
         * @description Any key may ask.
         */
        get: operations["getPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/public-rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Prices for whoever asks, without signing in
         * @description 404 unless TALKTIME_PUBLIC_RATES is on. Only decks that are for everybody count, never what an organisation was given. 429 TOO_MANY_REQUESTS for an address that asks too often.
         */
        get: operations["getPublicRates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Corrections, newest first
         * @description Needs the right: operator.
         */
        get: operations["getRateCorrections"];
        put?: never;
        /**
         * Price a period anew with a corrected rate deck
         * @description The corrected deck alone says the prices, by the dates of its rows; minutes that pools paid stay. A job: first it is reckoned what changes. With `dryRun` it waits there until `POST …/apply`. Needs the right: operator.
         */
        post: operations["postRateCorrections"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-corrections/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One correction: how far it is, and its totals
         * @description Needs the right: operator.
         */
        get: operations["getRateCorrectionsOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-corrections/{id}/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Carry out a dry run
         * @description Refused where another correction of this time was applied since; ordered again, it is reckoned anew. Needs the right: operator.
         */
        post: operations["postRateCorrectionsApply"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-corrections/{id}/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a correction changes for each organisation
         * @description Needs the right: operator.
         */
        get: operations["getRateCorrectionsOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-corrections/{id}/organizations/{org}/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The calls of an organisation that a correction changes
         * @description Needs the right: operator.
         */
        get: operations["getRateCorrectionsOrganizationsCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-decks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Rate decks, newest first
         * @description Whoever belongs to an organisation gets those that price its calls. Needs the right: read.
         */
        get: operations["getRateDecks"];
        put?: never;
        /**
         * Import a rate deck, all or nothing
         * @description The columns are service, prefix, destination, country, number_class, price_per_minute, connection_fee, initial_increment_seconds, increment_seconds, effective_from, effective_to and, if wanted, origin. A bad line refuses the whole deck, and every bad line is named. Needs the right: operator.
         */
        post: operations["postRateDecks"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-decks/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One rate deck
         * @description Needs the right: read.
         */
        get: operations["getRateDecksOne"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-decks/{id}/comparison": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a rate deck makes dearer, cheaper, possible and impossible
         * @description Each price when the last of the deck's rows has begun, beside the price just before the deck begins, as all decks of the currency price calls together. What stays the same is only counted. Needs the right: read.
         */
        get: operations["getRateDecksComparison"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-decks/{id}/comparison/organizations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Whose calls the changed prices matter to
         * @description Organisations that the deck prices and that called such countries in the last 30 days. Needs the right: operator.
         */
        get: operations["getRateDecksComparisonOrganizations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-decks/{id}/rate-changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What a coming deck makes of each organisation's last month
         * @description Each is reckoned within a minute after the deck is there, and again when it is told of. Needs the right: operator.
         */
        get: operations["getRateDecksRateChanges"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rate-decks/{id}/rows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * A rate deck's rows as CSV, as it can be imported again
         * @description Needs the right: read.
         */
        get: operations["getRateDecksRows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/rates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * The tariff that a call would have, and the row it comes from
         * @description Needs the right: read or switch.
         */
        get: operations["getRates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/roles": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Administrator roles
         * @description Any key may ask.
         */
        get: operations["getRoles"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Who is signed in, and what they may do
         * @description Any key may ask.
         */
        get: operations["getSession"];
        put?: never;
        /**
         * Sign in with a password; the answer sets the cookie of the session
         * @description 401 SIGN_IN_FAILED, or CODE_NEEDED where a second step is on; 429 LOCKED_OUT after many failures.
         */
        post: operations["postSession"];
        /**
         * Sign out
         * @description Any key may ask.
         */
        delete: operations["deleteSession"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Change one's own password; all other sessions end
         * @description Any key may ask.
         */
        post: operations["postSessionPassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/totp": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * A secret for an authenticator; it counts once a code was confirmed
         * @description Any key may ask.
         */
        post: operations["postSessionTotp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/totp/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second step on with a code of the authenticator
         * @description The recovery codes are shown this once; each works once in place of a code. Any key may ask.
         */
        post: operations["postSessionTotpConfirm"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/session/totp/disable": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Switch the second step off
         * @description Any key may ask.
         */
        post: operations["postSessionTotpDisable"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * One's own sessions
         * @description Any key may ask.
         */
        get: operations["getSessions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sessions/{id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End one of one's own sessions, also on another device
         * @description Any key may ask.
         */
        delete: operations["deleteSessions"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/sign-in-options": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** The ways to sign in */
        get: operations["getSignInOptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/switch-commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * What the switch is to do with its calls
         * @description Commands that are not done, of calls in progress, oldest first: all of them, or those after the one named. With waitSeconds the answer waits until there is one. A switch that begins asks without `after`, so that what it had read and not done comes again. Needs the right: switch.
         */
        get: operations["getSwitchCommands"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/switch-commands/{id}/done": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * The switch has done it
         * @description It is not listed any more. A command also ends with its call. Needs the right: switch.
         */
        post: operations["postSwitchCommandsDone"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/switches": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Switches
         * @description Needs the right: operator.
         */
        get: operations["getSwitches"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/v1/switches/{switch}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * How a switch works; a switch may ask for itself
         * @description Needs the right: operator or switch.
         */
        get: operations["getSwitchesOne"];
        /**
         * Say how a switch works
         * @description Needs the right: operator.
         */
        put: operations["putSwitches"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/webhooks/stripe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * For Stripe: what became of a payment
         * @description 400 `INVALID_SIGNATURE` for what Stripe did not sign with STRIPE_WEBHOOK_SECRET, or more than five minutes ago. Events may come never, twice, late or in any order.
         */
        post: operations["postWebhooksStripe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        Adjustment: {
            /** @example -12.5 */
            amount: string;
            /**
             * @description What of it moved: a negative one takes at most what is available
             * @example -12.5
             */
            applied: string;
            /** @description Who made it: `operator`, or an API key */
            author: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            id: string;
            lot?: string;
            reason: string;
        };
        AdministratorRole: {
            /** @example Global Administrator */
            name: string;
            /** @description Understood too */
            olderNames: string[];
            /** @description Its holders get the mails about the credits */
            recipient: boolean;
            /** Format: uuid */
            templateId: string;
        };
        ApiKey: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            expiresAt: string | null;
            id: string;
            /** @description To within some minutes */
            lastUsedAt: string | null;
            name: string;
            /** @description Rotated: the key before this one works until then */
            oldKeyUntil: string | null;
            organization: string | null;
            revokedAt: string | null;
            scopes: ("switch" | "read" | "admin")[];
            switch: string | null;
        };
        Audit: {
            author: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            endedAt: string | null;
            /** @description Why it could not be finished */
            failure: string | null;
            id: string;
            progress: number;
            report: {
                calls: number;
                /** @description Of the audit log */
                entries: number;
                /** @description Every rule holds, and nobody has changed the audit log */
                good: boolean;
                organizations: number;
                transfers: number;
                wrong: {
                    organization: string;
                    rule: string;
                    words: string;
                }[];
            } | null;
            /** @enum {string} */
            state: "waiting" | "running" | "done" | "failed";
        };
        AuditEntry: {
            /** @example PUT /v1/organizations/:org/auto-recharge */
            action: string;
            /** @description operator, or the id of the API key or account */
            actor: string;
            /** @description Of the network */
            address: string;
            after: {
                [key: string]: unknown;
            } | null;
            asked: {
                [key: string]: unknown;
            } | null;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            before: {
                [key: string]: unknown;
            } | null;
            hash: string;
            /** @description Counts up without a gap */
            id: string;
            name: string;
            subject: string;
            words: string;
        };
        AutoRecharge: {
            coolDownSeconds: number;
            /** @example USD */
            currency: string;
            dailyCap: string | null;
            enabled: boolean;
            fallbackMethods: string[];
            monthlyCap: string | null;
            paymentMethod: string | null;
            reason: ("declined" | "requires-action" | "retries-used-up" | "retrying" | "daily-cap" | "monthly-cap" | "cool-down") | null;
            rechargeAmount: string | null;
            retryAt: string | null;
            /** @example 12.5 */
            spentThisMonth: string;
            /** @example 12.5 */
            spentToday: string;
            /**
             * @description open: a payment is under way; waiting: until `retryAt`; paused: until another payment method is set or a top-up succeeds
             * @enum {string}
             */
            state: "idle" | "open" | "waiting" | "paused";
            targetAmount: string | null;
            triggerAmount: string | null;
        };
        Brake: {
            /** @example USD */
            currency: string;
            enabled: boolean;
            hourlyAmount: string | null;
            hourlyCalls: number | null;
            hourlyMinutes: number | null;
            id: string;
            liftedUntil: string | null;
            /** @enum {string} */
            scope: "user" | "number" | "organization";
            /** @description Principal name or toll-free number; null: the organisation, each of them on its own, or a name that you may not see */
            subject: string | null;
            /** @description Of calls authorised in this clock hour; those that use most, at most 20 */
            thisHour: {
                /**
                 * @description Spent, and held by calls in progress
                 * @example 12.5
                 */
                amount: string;
                calls: number;
                /** @description Used, and granted to calls in progress */
                minutes: number;
                reached: boolean;
                subject: string | null;
            }[];
        };
        Budget: {
            /** @example USD */
            currency: string;
            enabled: boolean;
            /**
             * @description What calls in progress may still cost of what they were granted
             * @example 12.5
             */
            held: string;
            id: string;
            /** @description null: it is lifted */
            left: string | null;
            /** @description For this month */
            lifted: {
                /** Format: date */
                month: string;
                /** @description null: no limit */
                monthlyAmount: string | null;
            } | null;
            /**
             * Format: date
             * @description First day, in the organisation's time zone
             */
            month: string;
            /** @example 12.5 */
            monthlyAmount: string;
            /** @description Spent, of monthlyAmount or of what it was raised to */
            percent: number;
            /** @enum {string} */
            scope: "user" | "cost-center" | "organization";
            /**
             * @description What this month's calls have cost that have ended
             * @example 12.5
             */
            spent: string;
            /** @description false: it only tells, at 80 % and at the limit */
            stop: boolean;
            /** @description Principal name or cost centre; null: the organisation, or somebody whose name you may not see */
            subject: string | null;
        };
        Call: {
            answeredAt: string | null;
            authorizedAt: string;
            billedSeconds: number | null;
            callId: string;
            callType: string;
            capability: string | null;
            cause: string | null;
            charge: string | null;
            conferenceId: string | null;
            /** @description Of its price, after it was charged; `charge` stays what it was */
            corrections?: {
                at: string;
                charged: string;
                corrected: string;
                difference: string;
                id: string;
                prefix: string;
                rateDeck: string;
                reason: string;
            }[];
            currency: string | null;
            destinationCountry: string | null;
            end: ("real" | "presumed") | null;
            endedAt: string | null;
            explanation: {
                poolMonth: string;
                rate: {
                    deck: string;
                    destination: string;
                    prefix: string;
                    row: string;
                    service: string;
                } | null;
                tariff: {
                    connectionFee: string;
                    rounding: {
                        decimals: number;
                        /** @enum {string} */
                        method: "up" | "half-up" | "down";
                    };
                    steps: {
                        fromSeconds: number;
                        incrementSeconds: number;
                        perSeconds: number;
                        price: string;
                    }[];
                } | null;
                text: string[];
                transfers: {
                    amount: string;
                    at: string;
                    cause: string;
                    from: string;
                    lot: string | null;
                    sequence: number;
                    to: string;
                }[];
                tried: {
                    /**
                     * @description Why, as a stable name
                     * @example license-opens-pool
                     */
                    code: string;
                    /** @description What the reason is about, by name */
                    params: {
                        [key: string]: string;
                    };
                    source: string;
                    taken: boolean;
                    /** @description The same as a sentence */
                    why: string;
                }[];
            };
            finalGrant: boolean | null;
            flags: string[];
            from: string;
            funding: {
                amount?: string;
                lot?: string;
                seconds: number;
                source: string;
            }[];
            held: string | null;
            id: string;
            limitSeconds: number | null;
            node: string | null;
            organization: string | null;
            overrunSeconds: number | null;
            refusal: {
                /** @enum {string} */
                code: "UNKNOWN_ORGANIZATION" | "UNKNOWN_USER" | "UNKNOWN_NUMBER" | "POLICY_BLOCKED" | "PREMIUM_BLOCKED" | "DESTINATION_BLOCKED" | "LIMIT_REACHED" | "LICENSE_MISSING" | "NO_RATE" | "BUDGET_EXCEEDED" | "OUT_OF_CREDIT" | "PAY_AS_YOU_GO_OFF" | "CALL_ENDED";
                message: string;
                missing?: string[];
            } | null;
            sipCode: number | null;
            sipPhrase: string | null;
            /** @enum {string} */
            state: "ringing" | "answered" | "lapsed" | "completed" | "unanswered" | "refused";
            switch: string;
            to: string;
            usedSeconds: number;
            user: string | null;
        };
        CallingCheck: {
            calls: {
                /** @description Why it would end when the pool's minutes are used up */
                afterMinutes: {
                    /** @enum {string} */
                    code: "UNKNOWN_ORGANIZATION" | "UNKNOWN_USER" | "UNKNOWN_NUMBER" | "POLICY_BLOCKED" | "PREMIUM_BLOCKED" | "DESTINATION_BLOCKED" | "LIMIT_REACHED" | "LICENSE_MISSING" | "NO_RATE" | "BUDGET_EXCEEDED" | "OUT_OF_CREDIT" | "PAY_AS_YOU_GO_OFF" | "CALL_ENDED";
                    message: string;
                } | null;
                allowed: boolean;
                /** @example user_out */
                callType: string;
                /** @enum {string} */
                code: "ALLOWED" | "UNKNOWN_ORGANIZATION" | "UNKNOWN_USER" | "UNKNOWN_NUMBER" | "POLICY_BLOCKED" | "PREMIUM_BLOCKED" | "DESTINATION_BLOCKED" | "LIMIT_REACHED" | "LICENSE_MISSING" | "NO_RATE" | "BUDGET_EXCEEDED" | "OUT_OF_CREDIT" | "PAY_AS_YOU_GO_OFF" | "CALL_ENDED";
                /** @description Each source in its order, and why it pays or not */
                considered: {
                    /**
                     * @description Why, as a stable name
                     * @example license-opens-pool
                     */
                    code: string;
                    /** @description What the reason is about, by name */
                    params: {
                        [key: string]: string;
                    };
                    source: string;
                    taken: boolean;
                    /** @description The same as a sentence */
                    why: string;
                }[];
                /** @description The own number that it would come from */
                from: string | null;
                message: string;
                /** @description Part numbers of licences that would let it go through, or go on */
                missing: string[];
                /** @description What would pay its first minute: free, included, pool:…, credits, post-usage */
                paidBy: string | null;
                /** @description What the credits would pay; a pool's minutes cost nothing */
                price: {
                    /**
                     * @description With all its decimals
                     * @example 0.0125
                     */
                    connectionFee: string;
                    /** @example USD */
                    currency: string;
                    destination: string;
                    /**
                     * @description With all its decimals
                     * @example 0.0125
                     */
                    pricePerMinute: string;
                    tariff: {
                        /**
                         * @description With all its decimals
                         * @example 0.0125
                         */
                        connectionFee: string;
                        rounding: {
                            decimals: number;
                            /** @enum {string} */
                            method: "up" | "half-up" | "down";
                        };
                        steps: {
                            fromSeconds: number;
                            incrementSeconds: number;
                            perSeconds: number;
                            /**
                             * @description With all its decimals
                             * @example 0.0125
                             */
                            price: string;
                        }[];
                    };
                } | null;
            }[];
            /** @description As asked; for a country a mobile number that stands for it */
            to: string;
            userPrincipalName: string;
        };
        CallingSettings: {
            /**
             * @description Whose calls to toll-free numbers are refused
             * @example [
             *       "+881",
             *       "+12025550"
             *     ]
             */
            blockedCallers: string[];
            /**
             * @example [
             *       "CU",
             *       "+4479"
             *     ]
             */
            blockedDestinations: string[];
            /** @example USD */
            currency: string;
            /**
             * @description Of users without one of their own
             * @example DialoutCPCandPSTNInternational
             */
            defaultDialOutPolicy: string | null;
            maxCallSeconds: number | null;
            maxConcurrentCalls: number | null;
            maxPricePerMinute: string | null;
            /** @description Whether dial-out from a meeting that the conferencing pool does not pay takes minutes of the organiser's calling plans, where they include the number, before it costs credits */
            meetingsUseCallingPlan: boolean;
            /** @enum {string} */
            premiumCalls: "blocked" | "allowed";
            /** @description Whether a plan with domestic and international minutes (MCOPSTN2) pays nothing more in a month, for anybody in that country, once either of its pools is used up */
            strictEither: boolean;
        };
        CallPrices: {
            /** @description Of the number; null: none that is known */
            country: string | null;
            /** @example USD */
            currency: string;
            scenarios: {
                payers: {
                    /** @description Of a pool, in this month */
                    minutesLeft: number | null;
                    /** @example pool:MCOPSTN1:US:domestic */
                    source: string;
                }[];
                prices: {
                    /** @description Of a country: what the number stands for; null: it was asked about itself */
                    kind: ("fixed" | "mobile" | "toll-free") | null;
                    number: string;
                    /** @description null: no deck has a price */
                    rate: components["schemas"]["Rate"] | null;
                    /** @description Why such a call is refused */
                    refusal: {
                        /** @enum {string} */
                        code: "UNKNOWN_ORGANIZATION" | "UNKNOWN_USER" | "UNKNOWN_NUMBER" | "POLICY_BLOCKED" | "PREMIUM_BLOCKED" | "DESTINATION_BLOCKED" | "LIMIT_REACHED" | "LICENSE_MISSING" | "NO_RATE" | "BUDGET_EXCEEDED" | "OUT_OF_CREDIT" | "PAY_AS_YOU_GO_OFF" | "CALL_ENDED";
                        message: string;
                    } | null;
                }[];
                /** @description Where all of them are refused */
                refusal: {
                    /** @enum {string} */
                    code: "UNKNOWN_ORGANIZATION" | "UNKNOWN_USER" | "UNKNOWN_NUMBER" | "POLICY_BLOCKED" | "PREMIUM_BLOCKED" | "DESTINATION_BLOCKED" | "LIMIT_REACHED" | "LICENSE_MISSING" | "NO_RATE" | "BUDGET_EXCEEDED" | "OUT_OF_CREDIT" | "PAY_AS_YOU_GO_OFF" | "CALL_ENDED";
                    message: string;
                } | null;
                /** @enum {string} */
                service: "user_out" | "conf_out" | "ucap_out" | "tollfree_in" | "conf_in";
            }[];
        };
        Chargeback: {
            /** @example USD */
            currency: string;
            items: {
                /** @description That were let through, answered or not */
                calls: number;
                /** @example 12.5 */
                charge: string;
                /** @description Null: of people and services without one */
                costCenter: string | null;
                displayName: string | null;
                people: number;
                poolMinutes: number;
                refused: number;
                usedSeconds: number;
            }[];
            month: string;
            /** @description Of all lines: the charges of the month's calls in the ledger */
            total: {
                /** @description That were let through, answered or not */
                calls: number;
                /** @example 12.5 */
                charge: string;
                poolMinutes: number;
                refused: number;
                usedSeconds: number;
            };
        };
        ComingRateChange: {
            /**
             * @description What they would be charged
             * @example 12.5
             */
            after: string;
            /**
             * @description What they were charged
             * @example 12.5
             */
            before: string;
            /** @description Of that time, that have a price */
            calls: number;
            /** @example USD */
            currency: string;
            /** @description The three that change most */
            destinations: {
                /** @example 12.5 */
                after: string;
                /** @example 12.5 */
                before: string;
                destination: string;
            }[];
            /** @example -12.5 */
            difference: string;
            /**
             * Format: date-time
             * @description When the deck begins
             * @example 2026-11-22T14:00:00.000Z
             */
            from: string;
            /** @description Last month; of an organisation that did not call then, the last 30 days */
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                to: string;
            };
            rateDeck: string;
            rateDeckName: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            reckonedAt: string;
            /** @description When people were told, by `rates.changing` */
            toldAt: string | null;
            /** @description Of them, those that will have none: counted at what they cost */
            unpriced: number;
        };
        ComingRateChangeOf: {
            /**
             * @description What they would be charged
             * @example 12.5
             */
            after: string;
            /**
             * @description What they were charged
             * @example 12.5
             */
            before: string;
            /** @description Of that time, that have a price */
            calls: number;
            /** @example USD */
            currency: string;
            /** @description The three that change most */
            destinations: {
                /** @example 12.5 */
                after: string;
                /** @example 12.5 */
                before: string;
                destination: string;
            }[];
            /** @example -12.5 */
            difference: string;
            displayName: string;
            /**
             * Format: date-time
             * @description When the deck begins
             * @example 2026-11-22T14:00:00.000Z
             */
            from: string;
            organization: string;
            /** @description Last month; of an organisation that did not call then, the last 30 days */
            period: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                from: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                to: string;
            };
            rateDeck: string;
            rateDeckName: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            reckonedAt: string;
            /** @description When people were told, by `rates.changing` */
            toldAt: string | null;
            /** @description Of them, those that will have none: counted at what they cost */
            unpriced: number;
        };
        ConferenceBridge: {
            displayName: string;
            id: string;
        };
        ConfigurationFinding: {
            /** @example CALLING_PLAN_WITHOUT_CREDITS_LICENSE */
            code: string;
            fix: {
                /** @description Null where somebody has to say what, or how much */
                body: {
                    [key: string]: unknown;
                } | null;
                /** @enum {string} */
                method: "POST" | "PUT";
                /** @description Of the console */
                page: string;
                path: string;
                /** @description For a button */
                title: string;
            };
            message: string;
            /** @description What the message names beside its subject */
            params: {
                assigned?: number;
                country?: string;
                displayName?: string;
                license?: string;
                purchased?: number;
            };
            /**
             * @description error: calls fail now; warning: some fail, or will; info: nothing fails
             * @enum {string}
             */
            severity: "error" | "warning" | "info";
            subject: {
                id: string;
                /** @enum {string} */
                type: "user" | "voice-app" | "number" | "license";
            };
        };
        CorrectedCall: {
            appliedAt: string | null;
            callId: string;
            /** @enum {string} */
            callType: "user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out";
            /** @example 12.5 */
            charged: string;
            /** @example 12.5 */
            corrected: string;
            /** @example USD */
            currency: string;
            destination: string;
            /** @example -12.5 */
            difference: string;
            /** @description Ours; the explanation of the call is at /v1/calls/{callId} */
            id: string;
            /** @description The number outside */
            number: string;
            /** @description Of the corrected deck's row */
            prefix: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            startedAt: string;
            usedSeconds: number;
            user: string | null;
        };
        CostCenter: {
            displayName: string;
            /** @example 1100 */
            id: string;
            /** @description How many users name it */
            users: number;
        };
        Credits: {
            /** @description Never set up: nothing but `enabled` */
            autoRecharge: {
                enabled: boolean;
                reason?: ("declined" | "requires-action" | "retries-used-up" | "retrying" | "daily-cap" | "monthly-cap" | "cool-down") | null;
                /** @example 12.5 */
                rechargeAmount?: string;
                retryAt?: string | null;
                /**
                 * @description open: a payment is under way; waiting: until `retryAt`; paused: until another payment method is set or a top-up succeeds
                 * @enum {string}
                 */
                state?: "idle" | "open" | "waiting" | "paused";
                /** @example 12.5 */
                triggerAmount?: string;
            };
            /** @example 12.5 */
            available: string;
            /**
             * @description available + held + frozen
             * @example 12.5
             */
            balance: string;
            /** @example USD */
            currency: string;
            /**
             * @description Used beyond all cover; settled first by the next money in
             * @example 12.5
             */
            debt: string;
            /**
             * @description Kept back while a dispute is open or a refund is under way
             * @example 12.5
             */
            frozen: string;
            /**
             * @description Reserved by calls in progress
             * @example 12.5
             */
            held: string;
            /** @description With a remainder, in the order in which they are drawn */
            lots: {
                /**
                 * Format: date-time
                 * @description At that instant the rest is forfeited
                 * @example 2026-11-22T14:00:00.000Z
                 */
                expiresAt: string;
                /**
                 * @description Of the remainder; absent: nothing
                 * @example 12.5
                 */
                frozen?: string;
                /** @example 12.5 */
                granted: string;
                /** @example 12.5 */
                held: string;
                id: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                purchasedAt: string;
                /** @example 12.5 */
                remaining: string;
                /** @enum {string} */
                source: "top-up" | "auto-recharge" | "promotion" | "adjustment";
            }[];
            /** @enum {string} */
            mode: "prepaid" | "draining" | "post-usage" | "unfunded";
        };
        CustomReport: {
            displayName: string;
            filters: {
                callType?: ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out")[];
                capability?: string;
                charged?: boolean;
                costCenter?: string;
                /** @example US */
                destinationCountry?: string;
                number?: string;
                /** @enum {string} */
                report?: "calling-plan" | "direct-routing";
                user?: string;
            };
            id: string;
            measures: ("calls" | "refused" | "usedSeconds" | "poolMinutes" | "charge")[];
            nextRunAt: string | null;
            /** @description Whether the asker may change it */
            own: boolean;
            /** @description Whole days, UTC: so many before today, a month, or from a day to another, exclusive */
            period: {
                days: number;
            } | {
                /** @enum {string} */
                month: "this" | "last";
            } | {
                /** Format: date */
                from: string;
                /** Format: date */
                to: string;
            };
            /** @description What the lines are grouped by, in that order */
            rows: ("day" | "month" | "user" | "destination" | "country" | "numberType" | "costCenter" | "callType" | "capability")[];
            schedule: {
                /**
                 * @description At six in the morning of the organisation's time zone
                 * @enum {string}
                 */
                every: "day" | "week" | "month";
                /**
                 * @default xlsx
                 * @enum {string}
                 */
                format: "xlsx" | "csv";
                recipients: string[];
            } | null;
            /** @description With everybody of the organisation who may see reports */
            shared: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            updatedAt: string;
        };
        CustomReportRun: {
            /** @example USD */
            currency: string;
            displayName: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            from: string;
            items: {
                /** @description That were let through, answered or not */
                calls?: number;
                /** @example 12.5 */
                charge?: string;
                keys: string[];
                names: string[];
                poolMinutes?: number;
                refused?: number;
                usedSeconds?: number;
            }[];
            measures: ("calls" | "refused" | "usedSeconds" | "poolMinutes" | "charge")[];
            /** @description What the lines are grouped by, in that order */
            rows: ("day" | "month" | "user" | "destination" | "country" | "numberType" | "costCenter" | "callType" | "capability")[];
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            to: string;
            total: {
                /** @description That were let through, answered or not */
                calls?: number;
                /** @example 12.5 */
                charge?: string;
                poolMinutes?: number;
                refused?: number;
                usedSeconds?: number;
            };
        };
        DialOutPolicy: {
            /**
             * @description Dial-out from meetings
             * @enum {string}
             */
            conferencing: "any" | "domestic" | "zone-a" | "none";
            description: string;
            /** @example tag:DialoutCPCandPSTNInternational */
            identity: string;
            /** @example DialoutCPCandPSTNInternational */
            name: string;
            /**
             * @description Calls of users; emergency calls always work
             * @enum {string}
             */
            pstn: "any" | "domestic" | "none";
        };
        Dispute: {
            /**
             * @description Of that, what no refund has taken
             * @example 12.5
             */
            amount: string;
            /** @description Who settled it */
            author?: string;
            /**
             * @description What the bank wants back
             * @example 12.5
             */
            claimed: string;
            /** @example USD */
            currency: string;
            /**
             * @description Of the amount, unless it is won: spent already or lost with its lot, and owed
             * @example 12.5
             */
            debt: string;
            /**
             * @description Of the amount, while it is open: kept back in the lot
             * @example 12.5
             */
            frozen: string;
            id: string;
            note?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            openedAt: string;
            /** @description The provider's own name of it */
            providerDispute: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            settledAt?: string;
            /** @enum {string} */
            state: "open" | "won" | "lost";
            topUp: string;
            /**
             * @description Of the amount, once it is lost: taken from the lot
             * @example 12.5
             */
            voided: string;
        };
        Eligibility: {
            eligible: boolean;
            /** @description Where to ask the operator to allow it all the same */
            openIncident?: string;
            /** @description What an order may be of, and what its receipt says about tax */
            order: {
                /** @example USD */
                currency: string;
                /** @example 12.5 */
                least: string;
                /** @example 12.5 */
                most: string;
                taxLine: string | null;
            };
            reasons: {
                /** @enum {string} */
                code: "POST_USAGE_ONLY" | "PARTNER_FUNDED" | "REGION_CLASH" | "COUNTRY_EXCLUDED" | "PREREQUISITE_LICENSE_MISSING";
                message: string;
                /** @description The countries (alpha-2) that the message names */
                params?: {
                    billingCountry?: string;
                    country: string;
                };
            }[];
        };
        Forecast: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            /** @example 12.5 */
            available: string;
            /** @description Whole days of calls that it rests on; with less than seven there is no forecast */
            basisDays: number;
            /** @example USD */
            currency: string;
            /** @description Whole days until the balance is zero, spent or expired, without any more funding; null: not within a year */
            daysLeft: {
                expected: number | null;
                least: number | null;
                most: number | null;
            } | null;
            /** @description At the end of each day (UTC), without any more funding; eight of ten within */
            line: {
                /** @example 12.5 */
                balance: string;
                day: string;
                /** @example 12.5 */
                high: string;
                /** @example 12.5 */
                low: string;
            }[];
            pools: {
                capability: string;
                country: string;
                /** @description Used at the month's end */
                expectedMinutes: number;
                high: number;
                low: number;
                scope: string;
                totalMinutes: number;
                usedMinutes: number;
                /** @description The day on which nothing is left; null: not this month */
                usedUpOn: string | null;
                user?: string;
            }[];
            /** @description When it falls below the trigger; null without auto-recharge */
            rechargeOn: {
                earliest: string | null;
                expected: string | null;
                latest: string | null;
            } | null;
            /** @description What is bought by itself in this month; null without auto-recharge */
            recharges: {
                /**
                 * @description The least that stops nothing in nine of ten futures
                 * @example 12.5
                 */
                advisedMonthlyCap: string;
                /** @description The day on which a recharge would pass the monthly cap; null: none */
                capStopsOn: string | null;
                /**
                 * @description By the month's end at the present pace, what was spent included
                 * @example 12.5
                 */
                expectedThisMonth: string;
                /** @example 12.5 */
                spentThisMonth: string;
            } | null;
            /** @description On average, over the next four weeks */
            spentPerDay: string | null;
            zeroOn: {
                earliest: string | null;
                expected: string | null;
                latest: string | null;
            } | null;
        };
        FundingRecommendation: {
            /** @description What this choice, and the naive one, would have done on the same history */
            backtest: {
                /**
                 * @description The balance, averaged over the time
                 * @example 12.5
                 */
                averageIdle: string;
                days: number;
                /**
                 * @description What ended unused after twelve months
                 * @example 12.5
                 */
                forfeited: string;
                naive: {
                    /**
                     * @description The balance, averaged over the time
                     * @example 12.5
                     */
                    averageIdle: string;
                    /** @example 12.5 */
                    firstFunding: string;
                    /**
                     * @description What ended unused after twelve months
                     * @example 12.5
                     */
                    forfeited: string;
                    /** @example 12.5 */
                    rechargeAmount: string;
                    recharges: number;
                    /** @description How often a call met a balance that could not pay it */
                    timesAtZero: number;
                    /** @example 12.5 */
                    triggerAmount: string;
                };
                recharges: number;
                /** @description How often a call met a balance that could not pay it */
                timesAtZero: number;
            };
            basis: {
                calls: number;
                from: string | null;
                to: string | null;
            };
            /** @example USD */
            currency: string;
            /**
             * @description After what pools and plans pay
             * @example 12.5
             */
            expectedMonthlySpend: string;
            /** @example 12.5 */
            firstFunding: string;
            /** @example 12.5 */
            rechargeAmount: string;
            scenarios: {
                callType: string;
                /** @example 12.5 */
                monthlySpend: string;
            }[];
            /** @description The arithmetic, line by line, with the figures as they were used */
            steps: {
                code: string;
                label: string;
                /** @description Other figures that the label names */
                params: {
                    [key: string]: string;
                };
                /** @enum {string} */
                unit: "money" | "figure";
                value: string;
            }[];
            /** @example 12.5 */
            triggerAmount: string;
        };
        GraphDirectRoutingLogRow: {
            calleeNumber: string;
            callEndSubReason: number;
            callerNumber: string;
            /** @example ByotIn */
            callType: string;
            correlationId: string;
            duration: number;
            /**
             * @description UTC, seven decimals
             * @example 2026-11-22T14:00:00.0000000Z
             */
            endDateTime: string;
            /**
             * @description 0001-01-01T00:00:00Z: it did not fail
             * @example 2026-11-22T14:00:00.0000000Z
             */
            failureDateTime: string;
            finalSipCode: number;
            finalSipCodePhrase: string | null;
            /** Format: uuid */
            id: string;
            /**
             * @description UTC, seven decimals
             * @example 2026-11-22T14:00:00.0000000Z
             */
            inviteDateTime: string;
            mediaBypassEnabled: boolean;
            mediaPathLocation: string | null;
            signalingLocation: string | null;
            /**
             * @description UTC, seven decimals
             * @example 2026-11-22T14:00:00.0000000Z
             */
            startDateTime: string;
            successfulCall: boolean;
            trunkFullyQualifiedDomainName: string | null;
            userDisplayName: string | null;
            userId: string | null;
            userPrincipalName: string | null;
        };
        GraphError: {
            error: {
                /** @example invalidRequest */
                code: string;
                innerError: {
                    /** @description Our own stable code */
                    code: string;
                    date: string;
                    "request-id": string;
                };
                /** @description For developers; not to be branched on */
                message: string;
            };
        };
        GraphPstnCallLogRow: {
            /** @enum {string} */
            callDurationSource: "microsoft" | "operator";
            /** @description Who was called */
            calleeNumber: string;
            /** @description Who called */
            callerNumber: string;
            callId: string;
            /** @example user_out */
            callType: string;
            /**
             * Format: double
             * @description The connection charge included
             */
            charge: number;
            conferenceId: string | null;
            /** Format: double */
            connectionCharge: number;
            currency: string;
            /** @description Null: the call came in */
            destinationContext: ("Domestic" | "International") | null;
            destinationName: string | null;
            /** @description Seconds */
            duration: number;
            /**
             * @description UTC, seven decimals
             * @example 2026-11-22T14:00:00.0000000Z
             */
            endDateTime: string;
            /** Format: uuid */
            id: string;
            inventoryType: string | null;
            licenseCapability: string;
            operator: string;
            /**
             * @description UTC, seven decimals
             * @example 2026-11-22T14:00:00.0000000Z
             */
            startDateTime: string;
            tenantCountryCode: string;
            /** @description Of the user */
            usageCountryCode: string | null;
            userDisplayName: string | null;
            userId: string | null;
            userPrincipalName: string | null;
        };
        GraphToken: {
            access_token: string;
            expires_in: number;
            ext_expires_in: number;
            /** @constant */
            token_type: "Bearer";
        };
        Health: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            audit: {
                /** @description When the last of POST /v1/audits ended */
                lastAt: string | null;
                lastGood: boolean | null;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @enum {string} */
                state: "good" | "attention" | "bad";
            } | null;
            calls: {
                inProgress: number;
                /** @description Whose hold lapses, or that are looked at, within a minute */
                lapsing: number;
                /** @description Past their deadline for over a minute */
                overdue: number;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                ringing: number;
                /** @enum {string} */
                state: "good" | "attention" | "bad";
            } | null;
            database: {
                connections: number | null;
                /** @description Of the smallest question; null: no answer */
                latencyMs: number | null;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                sizeBytes: number | null;
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                version: string | null;
            };
            /** @description Null: the folder is not there */
            disk: {
                /** @description Of the data */
                folder: string;
                freeBytes: number;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                totalBytes: number;
            } | null;
            events: {
                dueSince: string | null;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                waiting: number;
            } | null;
            lane: {
                connected: boolean;
                /** @description In the last five minutes */
                operations: number;
                /** @description Charging operations, in the last minute */
                operationsPerSecond: number;
                /** @description Of the last five minutes; null: there were none */
                p99Ms: number | null;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                waiting: number;
            };
            mails: {
                /** @description There is no mail server: mails are kept and shown */
                captured: boolean;
                /** @description Since when the first is due */
                dueSince: string | null;
                failedLastDay: number;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @description Waiting for another try */
                retried: number;
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                waiting: number;
            } | null;
            payments: {
                provider: string;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                rechargesOpen: number;
                rechargesPaused: number;
                refundsUnknown: number;
                refundsUnknownSince: string | null;
                /** @description Top-ups that wait for their payer */
                requiresAction: number;
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                /** @description Top-ups whose outcome is not known */
                unknown: number;
                unknownSince: string | null;
            } | null;
            process: {
                heapBytes: number;
                heapLimitBytes: number;
                /** @description Resident */
                memoryBytes: number;
                node: string;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                startedAt: string;
                /** @enum {string} */
                state: "good" | "attention" | "bad";
            };
            /**
             * @description The worst of the parts
             * @enum {string}
             */
            state: "good" | "attention" | "bad";
            sweep: {
                /** @description When they were compared last */
                at: string | null;
                /** @description The provider has books that can be compared */
                comparable: boolean;
                /** @description Open: GET /v1/payment-differences */
                differences: number;
                /** @description How many then */
                payments: number | null;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @enum {string} */
                state: "good" | "attention" | "bad";
            } | null;
            switches: {
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @description Since this process started */
                seen: {
                    address: string;
                    failures: number;
                    lastFailure: {
                        /**
                         * Format: date-time
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        at: string;
                        what: string;
                    } | null;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T14:00:00.000Z
                     */
                    lastSeenAt: string;
                    requests: number;
                    /** @description Null: nobody that is set up */
                    switch: string | null;
                    /** @enum {string} */
                    way: "http" | "radius" | "diameter" | "fastagi";
                }[];
                /** @enum {string} */
                state: "good" | "attention" | "bad";
            };
            /** @description Of Talktime */
            version: string;
            webhooks: {
                /** @description Since when the first is due */
                dueSince: string | null;
                failedLastDay: number;
                /** @description Why it is not good, and what to do */
                reasons: {
                    /** @enum {string} */
                    code: "DATABASE_UNREACHABLE" | "DATABASE_SLOW" | "LANE_AWAY" | "LANE_SLOW" | "LANE_BUSY" | "CALLS_OVERDUE" | "EVENTS_LATE" | "MAILS_CAPTURED" | "MAILS_RETRIED" | "MAILS_FAILED" | "MAILS_STUCK" | "WEBHOOKS_RETRIED" | "WEBHOOKS_FAILED" | "PAYMENTS_UNKNOWN" | "REFUNDS_UNKNOWN" | "RECHARGES_PAUSED" | "DIFFERENCES_OPEN" | "SWEEP_LATE" | "AUDIT_NEVER" | "AUDIT_OLD" | "AUDIT_WRONG" | "AUDIT_FAILED" | "DISK_LOW" | "DISK_FULL" | "STRANGERS_REFUSED" | "SWITCHES_FAILING" | "MEMORY_HIGH";
                    message: string;
                }[];
                /** @description Waiting for another try */
                retried: number;
                /** @enum {string} */
                state: "good" | "attention" | "bad";
                waiting: number;
            } | null;
        };
        Incident: {
            /** @description Of a settled one: the same purchase goes through */
            allow?: boolean;
            id: string;
            messages: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                at: string;
                author: string;
                /** @enum {string} */
                from: "organization" | "operator";
                message: string;
            }[];
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            openedAt: string;
            organization: string;
            /** @description What stood against the purchase, as in NOT_ELIGIBLE */
            reasons: string[];
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            settledAt?: string;
            /** @enum {string} */
            state: "open" | "settled";
            subject: string;
            /**
             * Format: date-time
             * @description Allowed until then; absent: for good
             * @example 2026-11-22T14:00:00.000Z
             */
            until?: string;
        };
        Invitation: {
            /** @description What to sign in as */
            email: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            expiresAt: string;
            /** @description Where no mail went out; shown this once */
            link?: string;
            reason: string | null;
            sentTo: string | null;
            /**
             * @description captured: no mail server is set. Whatever did not go out is for whoever invites to pass on
             * @enum {string}
             */
            state: "sent" | "captured" | "refused" | "later" | "no-address";
        };
        License: {
            assigned: number;
            displayName: string;
            /** @description How many can still be assigned; null: without limit */
            free: number | null;
            /** @description Which shared pools of minutes it feeds */
            pools: {
                capability: string;
                /** @description Of the pool; `*` for the whole organisation */
                country: string;
                licenses: number;
                /** @description licenses x minutesPerLicense, a month */
                minutes: number;
                minutesPerLicense: number;
                /** @description What the pool has in all, of every product that feeds it */
                poolMinutes: number;
                /** @enum {string} */
                scope: "domestic" | "international" | "user" | "zone-a";
                /** @description Where these licences count */
                usageLocation: string;
            }[];
            purchased: number;
            /** @description Null where none is published */
            skuId: string | null;
            /** @example MCOPSTN1 */
            skuPartNumber: string;
            /** @description Needs no purchase and is never used up */
            unlimited: boolean;
        };
        LicenseAssignment: {
            changed: number;
            dryRun: boolean;
            /** @description Who changes: the first 1000 */
            items: {
                added: string[];
                removed: string[];
                userPrincipalName: string;
            }[];
            licenses: {
                added: number;
                removed: number;
                skuPartNumber: string;
            }[];
            /** @description Users that were meant */
            matched: number;
            unchanged: number;
        };
        LicenseRule: {
            assign: string[];
            displayName: string;
            enabled: boolean;
            id: string;
            /**
             * @description applying: not everybody has been looked at since rules changed
             * @enum {string}
             */
            state: "applying" | "applied";
            /** @description All that are given must hold; none: everybody */
            when: {
                costCenter?: string;
                /** @description Domestic, international or pay-as-you-go */
                hasCallingPlan?: boolean;
                /** @enum {string} */
                kind?: "person" | "resource-account";
                /** @description Part number that is held */
                license?: string;
                /** @example US */
                usageLocation?: string;
            };
        };
        LicenseRulePreview: {
            /** @description Who would be given a licence or lose one */
            changed: number;
            /** @description The first 200 of them */
            changes: {
                added: string[];
                removed: string[];
                userPrincipalName: string;
            }[];
            /** @description Licences of which too few are bought, and how many users would go without */
            short: {
                skuPartNumber: string;
                users: number;
            }[];
            /** @description Looked at */
            users: number;
        };
        Lift: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            /** @description Who asked for it */
            by: string;
            id: string;
            /**
             * Format: date
             * @description Of a budget: lifted for this month
             */
            month?: string;
            /** @description Of a budget: raised to; null: no limit */
            monthlyAmount?: string | null;
            reason: string;
            /**
             * Format: date-time
             * @description Of a brake
             * @example 2026-11-22T14:00:00.000Z
             */
            until?: string;
        };
        Notice: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            /** @enum {string} */
            event: "recharge.succeeded" | "top-up.succeeded" | "recharge.failed" | "recharge.paused" | "balance.zero" | "balance.low" | "debt.booked" | "pool.80" | "pool.100" | "budget.80" | "budget.100" | "brake.reached" | "lot.expiring" | "card.expiring" | "refund.succeeded" | "dispute.opened" | "dispute.settled" | "spending.unusual" | "advice.changed" | "charges.corrected" | "rates.changing";
            failures: {
                /** @description What the mail server said last */
                reason: string;
                recipient: string;
                /** @enum {string} */
                state: "pending" | "failed";
            }[];
            html: string;
            id: string;
            /** @example en */
            language: string;
            /** @description Addresses, each of which gets a mail of its own */
            recipients: string[];
            /**
             * @description failed: at least one recipient did not get it; unreachable: nobody to tell has an address; captured: no SMTP_URL is set, so it is only shown here
             * @enum {string}
             */
            state: "pending" | "sent" | "captured" | "failed" | "unreachable";
            subject: string;
            text: string;
            /** @description Principal names of admins without any address */
            unreachable: string[];
        };
        NoticeSettings: {
            additionalRecipients: {
                displayName: string | null;
                events: string[] | null;
                mail: string;
                preferredLanguage: string | null;
            }[];
            /** @example USD */
            currency: string;
            events: {
                [key: string]: {
                    muted: string[];
                    roles: string[] | null;
                };
            };
            lowBalance: string[];
            rateChangeDays: number;
        };
        Number: {
            /** @enum {string} */
            carrier: "calling-plan" | "direct-routing" | "operator-connect";
            /** @example +12065550103 */
            e164: string;
            /** @enum {string} */
            kind: "subscriber" | "service-toll" | "service-toll-free" | "service-premium";
            use: {
                id: string | null;
                /** @enum {string} */
                type: "user" | "conference-bridge" | "auto-attendant" | "call-queue" | "unassigned";
            };
            /** @description CREDITS_NOT_SET_UP: nothing was bought yet that could pay for calls to this number */
            warnings: "CREDITS_NOT_SET_UP"[];
        };
        OAuthError: {
            /** @example invalid_client */
            error: string;
            error_description: string;
            timestamp: string;
            trace_id: string;
        };
        Organization: {
            billing: {
                /** @enum {string} */
                agreement: "direct" | "enterprise" | "customer" | "partner";
                /** @example US */
                country: string;
                enterpriseAgreements: string[];
            };
            /** @example US */
            country: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            displayName: string;
            id: string;
            /** @example en */
            preferredLanguage: string;
            rateDeck: string | null;
            tenantId: string | null;
            /** @example America/Los_Angeles */
            timeZone: string;
        };
        OrganizationCorrection: {
            /** @description Whose charge changes */
            calls: number;
            /**
             * @description For those calls, with earlier corrections
             * @example 12.5
             */
            charged: string;
            /**
             * @description What the corrected deck charges for them
             * @example 12.5
             */
            corrected: string;
            /** @example USD */
            currency: string;
            /**
             * @description Below zero: given back
             * @example -12.5
             */
            difference: string;
            displayName: string;
            /** @description Calls of the period so far, refused ones too */
            lookedAt: number;
            organization: string;
            /** @description Their end is only presumed, and so is their price: they stay as they are */
            presumed: number;
            /** @enum {string} */
            state: "reckoning" | "reckoned" | "applied";
            /** @description The corrected deck has no price for them: they stay as they are */
            unpriced: number;
        };
        OrganizationListed: {
            /** @example 12.5 */
            available: string;
            /**
             * @description available + held + frozen
             * @example 12.5
             */
            balance: string;
            billing: {
                /** @enum {string} */
                agreement: "direct" | "enterprise" | "customer" | "partner";
                /** @example US */
                country: string;
                enterpriseAgreements: string[];
            };
            /** @example US */
            country: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            /** @description As the forecast has it, as of some minutes ago; null: longer than a year */
            daysLeft: number | null;
            /** @example 12.5 */
            debt: string;
            displayName: string;
            /** @example 12.5 */
            held: string;
            id: string;
            /** @enum {string} */
            mode: "prepaid" | "draining" | "post-usage" | "unfunded";
            openCalls: number;
            /** @example en */
            preferredLanguage: string;
            rateDeck: string | null;
            /** @enum {string} */
            recharge: "off" | "idle" | "open" | "waiting" | "paused";
            rechargeReason: ("declined" | "requires-action" | "retries-used-up" | "retrying" | "daily-cap" | "monthly-cap" | "cool-down") | null;
            tenantId: string | null;
            /** @example America/Los_Angeles */
            timeZone: string;
            /**
             * @description The most urgent of what there is to worry about
             * @enum {string}
             */
            worry: "debt" | "empty" | "paused" | "waiting" | "soon" | "unfunded" | "none";
        };
        OwnSession: {
            address: string;
            browser: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            current: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            expiresAt: string;
            id: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            seenAt: string;
        };
        PayAsYouGo: {
            /** @description What is in the way of post-usage, and what puts it right */
            advice?: string;
            /** @description The agreement lets nothing be bought, yet it is switched on */
            autoRechargeLeftOn: boolean;
            /** @example USD */
            currency: string;
            enabled: boolean;
            /** @description Beside both; null: any amount */
            leftThisMonth: string | null;
            /** @enum {string} */
            mode: "prepaid" | "draining" | "post-usage" | "unfunded";
            /** @description Of the calls authorised in one month; null: any amount */
            monthlyLimit: string | null;
            /**
             * @description What this month's calls in progress may still cost
             * @example 12.5
             */
            promisedThisMonth: string;
            /**
             * @description Of this month's calls, billed afterwards so far
             * @example 12.5
             */
            usedThisMonth: string;
        };
        PaymentDifference: {
            /** @example USD */
            currency: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            foundAt: string;
            /** @enum {string} */
            kind: "not-credited" | "not-charged" | "other-amount" | "other-refunds";
            /** @description Absent where the payment names one that is not known */
            organization?: string;
            /** @example 12.5 */
            ourAmount: string;
            /** @description The provider's name of it */
            payment: string;
            provider: string;
            /** @example 12.5 */
            providerAmount: string;
            /**
             * Format: date-time
             * @description When the two agreed again
             * @example 2026-11-22T14:00:00.000Z
             */
            settledAt?: string;
            topUp?: string;
        };
        PaymentMethod: {
            agreementNumber?: string;
            brand?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @description Last day on which the card can be charged */
            expires?: string;
            id: string;
            last4?: string;
            purchaseOrder?: string;
            token?: string;
            /** @enum {string} */
            type: "card" | "enterprise-agreement" | "partner";
            validFrom?: string;
            validTo?: string;
        };
        Plan: {
            /** @description Service plans */
            gives: string[];
            includes: {
                /** @description Calls within the country of the user, until the minutes are used */
                domestic: boolean;
                /** @description Incoming calls */
                incoming: boolean;
                /** @description Calls to includedCountries.international */
                international: boolean;
                /** @description Dial-out of meetings to the US and Canada, without limit */
                usCanada: boolean;
                /** @description Dial-out of meetings to includedCountries.zoneA */
                zoneA: boolean;
            };
            /**
             * @description plan: calls or meetings are made on it; add-on: beside one; credits: opens the balance; base: what the others need
             * @enum {string}
             */
            kind: "plan" | "add-on" | "credits" | "base";
            minutes: {
                /** @description A month, by usage location; else default */
                minutesPerLicence: {
                    [key: string]: number;
                };
                /** @enum {string} */
                scope: "domestic" | "international" | "user" | "zone-a";
                servicePlan: string;
                /** @description One pool for all who hold it */
                shared: boolean;
            }[];
            notSoldIn: string[];
            price: {
                /** @example 12.5 */
                amount: string;
                /** @example USD */
                currency: string;
                invented: boolean;
                /** @example Sample price, invented */
                label: string;
                per: string;
            };
            productName: string;
            /** @description Null where none is published */
            skuId: string | null;
            skuPartNumber: string;
            /** @description Needs no purchase and is never used up */
            unlimited: boolean;
        };
        Pool: {
            availableMinutes: number;
            /** @example MCOPSTN1 */
            capability: string;
            /**
             * @description The other pool of the same plan, which is used up and closes this one (`strictEither` of the calling settings): nothing of it is available
             * @example pool:MCOPSTN2:US:international
             */
            closedBy?: string;
            /** @description Usage location of its licences; `*` for the whole organisation */
            country: string;
            /** @description Reserved by calls in progress */
            heldMinutes: number;
            /** @enum {string} */
            scope: "domestic" | "international" | "user" | "zone-a";
            totalMinutes: number;
            usedMinutes: number;
            /** @description Whose own minutes they are */
            user?: string;
        };
        PoolArithmetic: {
            availableMinutes: number;
            /** @example MCOPSTN1 */
            capability: string;
            /**
             * @description The other pool of the same plan, which is used up and closes this one (`strictEither` of the calling settings): nothing of it is available
             * @example pool:MCOPSTN2:US:international
             */
            closedBy?: string;
            /** @description Usage location of its licences; `*` for the whole organisation */
            country: string;
            /** @example Domestic calling plan (3000 domestic minutes) */
            description: string;
            /** @description Reserved by calls in progress */
            heldMinutes: number;
            licences: {
                count: number;
                /** @description count x minutesPerLicence */
                minutes: number;
                minutesPerLicence: number;
                sku: string;
                /** @description Where these licences count */
                usageLocation: string;
            }[];
            /** @enum {string} */
            scope: "domestic" | "international" | "user" | "zone-a";
            totalMinutes: number;
            usedMinutes: number;
            /** @description Whose own minutes they are */
            user?: string;
        };
        /** @description Further members say more, by code: `missing`, `reasons`, `shortages` … */
        Problem: {
            /**
             * @description Stable name of what is wrong
             * @example INVALID_REQUEST
             */
            code: string;
            detail: string;
            errors?: {
                /**
                 * @description Stable name of what is wrong with the field
                 * @example TOO_LONG
                 */
                code: string;
                /** @description Of a file; null where it is the whole line */
                column?: string | null;
                /** @enum {string} */
                in: "body" | "path" | "query" | "header";
                /** @description Of a file, from 1 */
                line?: number;
                message: string;
                /**
                 * @description What the message is about, under the names that its code always has
                 * @example {
                 *       "count": 64
                 *     }
                 */
                params?: {
                    [key: string]: string | number;
                };
                /**
                 * @description JSON pointer into that part
                 * @example /usageLocation
                 */
                pointer: string;
            }[];
            status: number;
            title: string;
            type: string;
        } & {
            [key: string]: unknown;
        };
        /** @description Of the provider's form, which a page loads from there */
        ProviderScript: {
            publishableKey: string;
            /** Format: uri */
            url: string;
        };
        PublicRates: {
            /** @description In which there are public prices */
            currencies: string[];
            /** @description Null: there are no public prices */
            currency: string | null;
            /** @description What was asked about, or stands for the country */
            number: string | null;
            rates: {
                /** @description Null: there is none, so such a call is refused */
                price: {
                    /**
                     * @description With all its decimals
                     * @example 0.0125
                     */
                    connectionFee: string;
                    destination: string;
                    /**
                     * Format: date-time
                     * @example 2026-11-22T14:00:00.000Z
                     */
                    effectiveFrom: string;
                    incrementSeconds: number;
                    initialIncrementSeconds: number;
                    /**
                     * @description With all its decimals
                     * @example 0.0125
                     */
                    pricePerMinute: string;
                } | null;
                /** @enum {string} */
                service: "user_out" | "conf_out" | "ucap_out" | "tollfree_in";
            }[];
        };
        Rate: {
            /** @example USD */
            currency: string;
            row: {
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                connectionFee: string;
                country: string | null;
                deck: string;
                deckName: string;
                destination: string;
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                effectiveFrom: string;
                effectiveTo: string | null;
                id: string;
                incrementSeconds: number;
                initialIncrementSeconds: number;
                numberClass: string;
                origin: string | null;
                prefix: string;
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                pricePerMinute: string;
                /** @enum {string} */
                service: "user_out" | "conf_out" | "ucap_out" | "tollfree_in" | "conf_in";
            };
            tariff: {
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                connectionFee: string;
                rounding: {
                    decimals: number;
                    /** @enum {string} */
                    method: "up" | "half-up" | "down";
                };
                steps: {
                    fromSeconds: number;
                    incrementSeconds: number;
                    perSeconds: number;
                    /**
                     * @description With all its decimals
                     * @example 0.0125
                     */
                    price: string;
                }[];
            };
        };
        RateChange: {
            after: {
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                connectionFee: string;
                deck: string;
                deckName: string;
                incrementSeconds: number;
                initialIncrementSeconds: number;
                /** @description A shorter one where the decks do not name this prefix */
                prefix: string;
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                pricePerMinute: string;
            } | null;
            before: {
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                connectionFee: string;
                deck: string;
                deckName: string;
                incrementSeconds: number;
                initialIncrementSeconds: number;
                /** @description A shorter one where the decks do not name this prefix */
                prefix: string;
                /**
                 * @description With all its decimals
                 * @example 0.0125
                 */
                pricePerMinute: string;
            } | null;
            /**
             * @description By what a call of three minutes costs
             * @enum {string}
             */
            change: "dearer" | "cheaper" | "new" | "gone";
            country: string | null;
            destination: string;
            origin: string | null;
            prefix: string;
            /** @enum {string} */
            service: "user_out" | "conf_out" | "ucap_out" | "tollfree_in" | "conf_in";
        };
        RateCorrection: {
            appliedAt: string | null;
            author: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @description It is not applied until that is asked for */
            dryRun: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            from: string;
            id: string;
            /** @description null: whoever the deck prices */
            organizations: string[] | null;
            rateDeck: string;
            rateDeckName: string;
            reason: string;
            reckonedAt: string | null;
            /** @enum {string} */
            state: "reckoning" | "reckoned" | "applying" | "applied";
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            to: string;
            totals: {
                /** @description Whose charge changes */
                calls: number;
                /**
                 * @description For those calls, with earlier corrections
                 * @example 12.5
                 */
                charged: string;
                /**
                 * @description What the corrected deck charges for them
                 * @example 12.5
                 */
                corrected: string;
                /** @example USD */
                currency: string;
                /**
                 * @description Below zero: given back
                 * @example -12.5
                 */
                difference: string;
                /** @description Calls of the period so far, refused ones too */
                lookedAt: number;
                /** @description That called in the period */
                organizations: number;
                /** @description Their end is only presumed, and so is their price: they stay as they are */
                presumed: number;
                /** @description The corrected deck has no price for them: they stay as they are */
                unpriced: number;
            };
        };
        RateDeck: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            /**
             * Format: date-time
             * @description When the first of its rows begins
             * @example 2026-11-22T14:00:00.000Z
             */
            effectiveFrom: string;
            /** @description When the deck begins that replaced it */
            endedAt: string | null;
            id: string;
            name: string;
            /** @description Used only for organisations that name it */
            namedOnly: boolean;
            replacedBy: string | null;
            rows: number;
        };
        /** @description Of a dry run */
        RateDeckForeseen: {
            /** @description Beside the prices that hold when it begins, or now if it has */
            counts: {
                cheaper: number;
                dearer: number;
                gone: number;
                new: number;
                same: number;
            };
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            effectiveFrom: string;
            rows: number;
        };
        Refund: {
            /** @example 12.5 */
            amount: string;
            /** @description Who asked for it: `operator`, or an API key */
            author: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            /**
             * @description Spent already, and owed once the refund has succeeded
             * @example 12.5
             */
            debt: string;
            /** @description Why it failed, in a sentence */
            failure?: string;
            /**
             * @description Lost already at the end of the lot: given back, and not owed
             * @example 12.5
             */
            forfeited: string;
            id: string;
            /** @description Empty where none was given */
            reason: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            settledAt?: string;
            /** @enum {string} */
            state: "pending" | "succeeded" | "failed";
            topUp: string;
            /**
             * @description Taken from what was unspent of the lot; while pending, frozen there
             * @example 12.5
             */
            voided: string;
        };
        RefundPreview: {
            /** @example 12.5 */
            amount: string;
            /** @example 12.5 */
            availableAfter: string;
            /** @example USD */
            currency: string;
            /**
             * @description Of the amount: spent already, so owed afterwards
             * @example 12.5
             */
            debt: string;
            /**
             * @description Of the amount: lost already at the end of the lot, so neither taken nor owed
             * @example 12.5
             */
            forfeited: string;
            /**
             * @description What is left of the payment to be refunded
             * @example 12.5
             */
            refundable: string;
            /**
             * @description Of the amount: unspent of the lot, and taken from it
             * @example 12.5
             */
            voided: string;
        };
        Session: {
            /** @description To be sent in X-CSRF-Token with every change */
            csrfToken: string;
            displayName: string;
            email: string;
            /**
             * Format: date-time
             * @description When the session ends if nothing more is done
             * @example 2026-11-22T14:00:00.000Z
             */
            expiresAt: string;
            operator: boolean;
            /** @description The one organisation one may see; null for an operator */
            organization: string | null;
            preferredLanguage: string | null;
            rights: string[];
            /** @description Current names */
            roles: string[];
            /** @description Signing in takes a code besides the password */
            twoSteps: boolean;
        };
        SignInAccount: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            displayName: string;
            email: string;
            signedInAt: string | null;
            /** @enum {string} */
            state: "invited" | "active";
            twoSteps: boolean;
            userPrincipalName: string | null;
        };
        SpendItem: {
            /** @description That were let through, answered or not */
            calls: number;
            /** @example 12.5 */
            charge: string;
            key: string;
            name: string;
            poolMinutes: number;
            refused: number;
            usedSeconds: number;
        };
        Statement: {
            /**
             * @description Below zero where corrections were more than charges
             * @example 12.5
             */
            amount: string;
            /** @description Calls charged or corrected in it */
            calls: number;
            /** @example USD */
            currency: string;
            /**
             * @description In the organisation's time zone
             * @example 2026-11
             */
            month: string;
            /**
             * @description Open: the present month, which still grows
             * @enum {string}
             */
            state: "open" | "closed";
        };
        Subscription: {
            assigned: number;
            purchased: number;
            /** @example MCOPSTN1 */
            skuPartNumber: string;
            /** @description Needs no purchase and is never used up */
            unlimited: boolean;
        };
        Switch: {
            /** @description It can ask for more time during a call */
            canUpdate: boolean;
            /** @description Where numbers without a country are understood */
            country: string | null;
            defaultGrantSeconds: number;
            id: string;
            maximumGrantSeconds: number;
            /** @description It says when the other side picks up */
            reportsAnswer: boolean;
            toleranceSeconds: number;
            warnSeconds: number;
        };
        SwitchCommand: {
            /** @description To be played before a hang-up */
            announcement?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            callId: string;
            id: string;
            /** @description Of a new limit: total since answer that is paid for now */
            limitSeconds?: number;
            node: string | null;
            organization: string;
            reason: string;
            /** @enum {string} */
            type: "hang-up" | "new-limit";
        };
        TopUp: {
            /** @example 12.5 */
            amount: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            /** @description Why it failed, in a sentence */
            failure?: string;
            /**
             * @description The same as a stable name, where it has one
             * @enum {string}
             */
            failureCode?: "declined" | "card-expired" | "insufficient-funds" | "card-limit" | "bank-error" | "card-not-supported" | "currency-not-supported" | "invalid-number" | "not-in-agreement" | "not-eligible";
            id: string;
            /** @description Of the credits, once it has succeeded */
            lot?: string;
            paymentMethod: string;
            /** @description Of the auto-recharge that asked for it */
            recharge?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            settledAt?: string;
            /** @enum {string} */
            state: "succeeded" | "pending" | "requires-action" | "failed";
        };
        TopUpConfirmation: {
            /** @example 12.5 */
            amount: string;
            confirmForm: {
                clientSecret: string;
                script: components["schemas"]["ProviderScript"];
            } | null;
            confirmUrl: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @example USD */
            currency: string;
            /** @description Why it failed, in a sentence */
            failure?: string;
            /**
             * @description The same as a stable name, where it has one
             * @enum {string}
             */
            failureCode?: "declined" | "card-expired" | "insufficient-funds" | "card-limit" | "bank-error" | "card-not-supported" | "currency-not-supported" | "invalid-number" | "not-in-agreement" | "not-eligible";
            id: string;
            /** @description Of the credits, once it has succeeded */
            lot?: string;
            paymentMethod: string;
            /** @description Of the auto-recharge that asked for it */
            recharge?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            settledAt?: string;
            /** @enum {string} */
            state: "succeeded" | "pending" | "requires-action" | "failed";
        };
        Transfer: {
            /** @example 12.5 */
            amount: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            at: string;
            /**
             * @description available + held + frozen after it
             * @example 12.5
             */
            balanceAfter: string;
            /** @description The switch's own id of the call */
            callId?: string;
            /** @example call */
            cause: string;
            /** @example USD */
            currency: string;
            /** @description `credits/<org>`, `debt/<org>`, `post-usage/<org>`, `cash/<provider>`, `revenue`, `forfeited`, `adjustment` */
            from: string;
            lot?: string;
            note?: string;
            /** @description Counts up by one in each organisation */
            sequence: number;
            /** @description `credits/<org>`, `debt/<org>`, `post-usage/<org>`, `cash/<provider>`, `revenue`, `forfeited`, `adjustment` */
            to: string;
            topUp?: string;
        };
        UsageDays: {
            /** @example USD */
            currency: string;
            items: {
                /** @description That were let through, answered or not */
                calls: number;
                callTypes: {
                    /** @description That were let through, answered or not */
                    calls: number;
                    callType: string;
                    /** @example 12.5 */
                    charge: string;
                    poolMinutes: number;
                    refused: number;
                    usedSeconds: number;
                }[];
                /** @example 12.5 */
                charge: string;
                /**
                 * Format: date
                 * @description UTC
                 */
                day: string;
                poolMinutes: number;
                refused: number;
                usedSeconds: number;
            }[];
        };
        UsageExport: {
            bytes?: number;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @description Needs no key: whoever has it may read the file */
            downloadUrl?: string;
            /**
             * Format: date-time
             * @description No download any more from then on
             * @example 2026-11-22T14:00:00.000Z
             */
            expiresAt?: string;
            failure?: string;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            finishedAt?: string;
            /** @enum {string} */
            format: "zip" | "xlsx";
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            from: string;
            id: string;
            /** @description Per cent */
            progress: number;
            /** @description Written so far */
            rows: number;
            /** @enum {string} */
            state: "running" | "ready" | "failed";
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            to: string;
        };
        UsageImport: {
            /** @description Of a dry run: what would be added */
            added: number;
            alreadyThere: number;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            dryRun: boolean;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            endedAt?: string;
            /** @description Why nothing of the file was kept */
            failure?: string;
            fileName: string;
            /** @description Of a CSV that is in no zip: the names of its columns, from which a mapping chooses */
            header: string[] | null;
            id: string;
            /** @description How a CSV was read; what was not given was guessed */
            mapping: {
                /** @description Meaning: name of the column in the header; null: none, whatever would be guessed */
                columns?: {
                    [key: string]: string | null;
                };
                /** @description Of charges that name none */
                currency?: string | null;
                /**
                 * @description Of dates such as 03/04/2026
                 * @enum {string}
                 */
                dateOrder?: "dmy" | "mdy";
                /** @enum {string} */
                decimal?: "." | ",";
                /** @enum {string} */
                delimiter?: "," | ";" | "\t" | "|";
                /** @enum {string} */
                durationUnit?: "seconds" | "minutes" | "milliseconds";
                /** @enum {string} */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "shift_jis" | "windows-1252";
                /** @description Of times without an offset; absent: UTC where the file is of Teams or its header says so, else that of the organisation */
                timeZone?: string;
            } | null;
            /** @description The first ten rows as they were understood */
            preview: {
                callType: string;
                /**
                 * @description Absent where the file tells none
                 * @example 12.5
                 */
                charge?: string;
                currency?: string | null;
                durationSeconds: number;
                from: string;
                line: number;
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                startedAt: string;
                to: string;
                user: string | null;
            }[];
            /** @description 0 to 1 */
            progress: number;
            /** @description The first thousand rows that were not taken; `…/refused` lists all of them */
            refused: {
                /** @description The member of a zip */
                file?: string;
                line: number;
                why: string;
            }[];
            refusedCount: number;
            rowsRead: number;
            /** @enum {string} */
            state: "running" | "ready" | "failed";
        };
        UsageMapping: {
            id: string;
            mapping: {
                /** @description Meaning: name of the column in the header; null: none, whatever would be guessed */
                columns?: {
                    [key: string]: string | null;
                };
                /** @description Of charges that name none */
                currency?: string | null;
                /**
                 * @description Of dates such as 03/04/2026
                 * @enum {string}
                 */
                dateOrder?: "dmy" | "mdy";
                /** @enum {string} */
                decimal?: "." | ",";
                /** @enum {string} */
                delimiter?: "," | ";" | "\t" | "|";
                /** @enum {string} */
                durationUnit?: "seconds" | "minutes" | "milliseconds";
                /** @enum {string} */
                encoding?: "utf-8" | "utf-16le" | "utf-16be" | "shift_jis" | "windows-1252";
                /** @description Of times without an offset; absent: UTC where the file is of Teams or its header says so, else that of the organisation */
                timeZone?: string;
            };
        };
        UsagePricing: {
            calls: number;
            /**
             * @description What all of it would cost from the credits here
             * @example 12.5
             */
            charge: string;
            /** @example USD */
            currency: string;
            lines: {
                calls: number;
                callType: string;
                /** @example 12.5 */
                charge: string;
                /**
                 * @description A source of funding, or the code of the refusal
                 * @example credits
                 */
                payer: string;
                poolMinutes: number;
                seconds: number;
            }[];
            /** @description Calls of people and numbers that are not known here: priced by the number alone, as paid by the credits */
            strangers: number;
            /** @description What the file says that it cost */
            told: {
                /** @example 12.5 */
                amount: string;
                /** @example USD */
                currency: string;
            }[];
        };
        UsageRow: {
            answeredAt: string | null;
            billedSeconds: number;
            callId: string;
            /** @enum {string} */
            callType: "user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out";
            capability: string;
            /**
             * @description Of a correction the difference, below zero where money was given back
             * @example -12.5
             */
            charge: string;
            conferenceId: string | null;
            /**
             * @description Part of the charge
             * @example 12.5
             */
            connectionFee: string;
            /** @description A second row beside that of the call: its price was corrected */
            correction?: {
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                at: string;
                id: string;
                reason: string;
            };
            /** @description At the time of the call */
            costCenter: string | null;
            /** @example USD */
            currency: string;
            destinationCountry: string | null;
            /** @description As the rate deck names it */
            destinationName: string | null;
            /** @description Of calls over one's own carrier */
            directRouting: {
                correlationId: string | null;
                failedAt: string | null;
                /**
                 * Format: date-time
                 * @example 2026-11-22T14:00:00.000Z
                 */
                invitedAt: string;
                mediaBypass: boolean | null;
                mediaRegion: string | null;
                sharedCorrelationId: string | null;
                signalingRegion: string | null;
                sipCode: number | null;
                sipPhrase: string | null;
                subCode: number | null;
                success: boolean;
                trunk: string | null;
            } | null;
            /** @description Connected time; of direct routing, from the invitation to the end */
            durationSeconds: number;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            endedAt: string;
            from: string;
            fromCountry: string | null;
            /** @description Ours; the explanation of the call is at /v1/calls/{callId} */
            id: string;
            /** @description Subscriber, Service, TollFree, or empty */
            numberType: string;
            /** @enum {string} */
            outcome: "completed" | "unanswered" | "refused";
            poolMinutes: number;
            refusal: {
                code: string;
                message: string;
            } | null;
            /** @enum {string} */
            report: "calling-plan" | "direct-routing";
            /** @enum {string} */
            scope: "Domestic" | "International";
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            startedAt: string;
            to: string;
            /** @description The same as a GUID, as in files and in Graph */
            usageId: string;
            usageLocation: string | null;
            usedSeconds: number;
            /** @description Principal name */
            user: string | null;
            userDisplayName: string | null;
            userId: string | null;
        };
        User: {
            aliases: string[];
            alternateMail: string | null;
            costCenter: string | null;
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            dialOutPolicy: string | null;
            displayName: string;
            /** @enum {string} */
            kind: "person" | "resource-account";
            licenses: string[];
            mail: string | null;
            /** @description That lead to the user */
            numbers: string[];
            /** Format: uuid */
            objectId: string;
            preferredLanguage: string | null;
            /** @description Current names */
            roles: string[];
            /** @description Of the licences, those that only a rule gives: they go when it no longer holds */
            ruleLicenses: string[];
            /** @example US */
            usageLocation: string;
            /** @example ann@contoso.example */
            userPrincipalName: string;
        };
        UserImport: {
            changed: number;
            created: number;
            dryRun: boolean;
            items: {
                /** @enum {string} */
                action: "create" | "change" | "same";
                /** @description What a change changes */
                fields: string[];
                line: number;
                userPrincipalName: string;
            }[];
            rows: number;
            same: number;
        };
        VoiceApp: {
            displayName: string;
            id: string;
            /** @enum {string} */
            kind: "auto-attendant" | "call-queue";
            resourceAccount: string | null;
        };
        Webhook: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            /** @description null: all */
            events: string[] | null;
            id: string;
            /** @description So long the secret before signs, too */
            oldSecretUntil: string | null;
            /**
             * @description gone: it answered 410; put it again to go on
             * @enum {string}
             */
            state: "active" | "gone";
            url: string;
        };
        WebhookDelivery: {
            /**
             * Format: date-time
             * @example 2026-11-22T14:00:00.000Z
             */
            createdAt: string;
            event: string;
            failure: string | null;
            /** @description After `msg_`, the header webhook-id */
            id: string;
            lastStatus: number | null;
            nextTryAt: string | null;
            /** @enum {string} */
            state: "pending" | "delivered" | "failed";
            tries: number;
        };
        WhoIsTold: {
            /** @description The choices would leave nobody that can be reached: every holder of the 16 roles is told instead */
            choicesIgnored: boolean;
            /** @enum {string} */
            event: "recharge.succeeded" | "top-up.succeeded" | "recharge.failed" | "recharge.paused" | "balance.zero" | "balance.low" | "debt.booked" | "pool.80" | "pool.100" | "budget.80" | "budget.100" | "brake.reached" | "lot.expiring" | "card.expiring" | "refund.succeeded" | "dispute.opened" | "dispute.settled" | "spending.unusual" | "advice.changed" | "charges.corrected" | "rates.changing";
            recipients: {
                address: string;
                /** @description There is no mailbox: it is the person's other address */
                alternate: boolean;
                /** @description The last mail to this address did not arrive */
                failed: {
                    /**
                     * Format: date-time
                     * @example 2026-11-22T14:00:00.000Z
                     */
                    at: string;
                    reason: string;
                } | null;
                /** @example en */
                language: string;
                name: string;
                /** @description For which they are told */
                roles: string[];
                /** @description null: an additional recipient */
                userPrincipalName: string | null;
            }[];
            untold: {
                name: string;
                roles: string[];
                userPrincipalName: string;
                /** @enum {string} */
                why: "no-address" | "muted";
            }[];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    getAuthOidcCallback: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On to the next page */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuthOidcStart: {
        parameters: {
            query?: {
                returnTo?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description On to the next page */
            303: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postGraphOauth2V20Token: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                tenant: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/x-www-form-urlencoded": {
                    /** @description Id of the API key; or as the name of Basic */
                    client_id?: string;
                    /** @description The API key */
                    client_secret?: string;
                    /** @example client_credentials */
                    grant_type: string;
                    /** @example https://graph.microsoft.com/.default */
                    scope?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphToken"];
                };
            };
            /** @description What is wrong, as OAuth says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OAuthError"];
                };
            };
        };
    };
    "getGraph0CommunicationsCallRecordsGetDirectRoutingCalls:period": {
        parameters: {
            query?: {
                $skiptoken?: string;
                $top?: number;
            };
            header?: never;
            path: {
                /** @description The function's parameters: (fromDateTime=2026-11-01,toDateTime=2026-11-30) */
                period: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: components["schemas"]["GraphDirectRoutingLogRow"][];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    "getGraph0CommunicationsCallRecordsGetPstnCalls:period": {
        parameters: {
            query?: {
                $skiptoken?: string;
                $top?: number;
            };
            header?: never;
            path: {
                /** @description The function's parameters: (fromDateTime=2026-11-01,toDateTime=2026-11-30) */
                period: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: components["schemas"]["GraphPstnCallLogRow"][];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    "getGraph0CommunicationsCallRecordsMicrosoftGraphCallRecordsGetDirectRoutingCalls:period": {
        parameters: {
            query?: {
                $skiptoken?: string;
                $top?: number;
            };
            header?: never;
            path: {
                /** @description The function's parameters: (fromDateTime=2026-11-01,toDateTime=2026-11-30) */
                period: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: components["schemas"]["GraphDirectRoutingLogRow"][];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    "getGraph0CommunicationsCallRecordsMicrosoftGraphCallRecordsGetPstnCalls:period": {
        parameters: {
            query?: {
                $skiptoken?: string;
                $top?: number;
            };
            header?: never;
            path: {
                /** @description The function's parameters: (fromDateTime=2026-11-01,toDateTime=2026-11-30) */
                period: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: components["schemas"]["GraphPstnCallLogRow"][];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0DirectoryRoles: {
        parameters: {
            query?: {
                /** @description Names of properties, with commas between them */
                $select?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: {
                            description?: string;
                            displayName?: string;
                            /** Format: uuid */
                            id?: string;
                            /** Format: uuid */
                            roleTemplateId?: string;
                        }[];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    postGraph0DirectoryRoles: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: uuid */
                    roleTemplateId: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        description: string;
                        displayName: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        roleTemplateId: string;
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0DirectoryRolesOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Its id, or roleTemplateId={id of its template} */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        description: string;
                        displayName: string;
                        /** Format: uuid */
                        id: string;
                        /** Format: uuid */
                        roleTemplateId: string;
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0DirectoryRolesMembers: {
        parameters: {
            query?: {
                /** @description Names of properties, with commas between them */
                $select?: string;
                $skiptoken?: string;
                $top?: number;
            };
            header?: never;
            path: {
                /** @description Its id, or roleTemplateId={id of its template} */
                role: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: {
                            /** @constant */
                            "@odata.type": "#microsoft.graph.user";
                            accountEnabled?: boolean;
                            assignedLicenses?: {
                                disabledPlans: string[];
                                /** Format: uuid */
                                skuId: string;
                            }[];
                            assignedPlans?: {
                                assignedDateTime: string | null;
                                capabilityStatus: string;
                                service: string;
                                /** Format: uuid */
                                servicePlanId: string;
                            }[];
                            businessPhones?: string[];
                            createdDateTime?: string;
                            /** @description The cost centre */
                            department?: string | null;
                            displayName?: string;
                            givenName?: string | null;
                            /** Format: uuid */
                            id?: string;
                            jobTitle?: string | null;
                            mail?: string | null;
                            mobilePhone?: string | null;
                            officeLocation?: string | null;
                            otherMails?: string[];
                            preferredLanguage?: string | null;
                            surname?: string | null;
                            usageLocation?: string;
                            userPrincipalName?: string;
                            userType?: string;
                        }[];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0SubscribedSkus: {
        parameters: {
            query?: {
                /** @description Names of properties, with commas between them */
                $select?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: {
                            /** Format: uuid */
                            accountId?: string;
                            accountName?: string;
                            /** @enum {string} */
                            appliesTo?: "User" | "Company";
                            /** @enum {string} */
                            capabilityStatus?: "Enabled" | "Suspended";
                            consumedUnits?: number;
                            /** @description {tenantId}_{skuId} */
                            id?: string;
                            prepaidUnits?: {
                                enabled: number;
                                lockedOut: number;
                                suspended: number;
                                /** @description Ours: it is never used up, whatever `enabled` says */
                                unlimited: boolean;
                                warning: number;
                            };
                            servicePlans?: {
                                appliesTo: string;
                                provisioningStatus: string;
                                /** Format: uuid */
                                servicePlanId: string;
                                servicePlanName: string;
                            }[];
                            /** Format: uuid */
                            skuId?: string;
                            skuPartNumber?: string;
                            subscriptionIds?: string[];
                        }[];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0SubscribedSkusOne: {
        parameters: {
            query?: {
                /** @description Names of properties, with commas between them */
                $select?: string;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** Format: uuid */
                        accountId?: string;
                        accountName?: string;
                        /** @enum {string} */
                        appliesTo?: "User" | "Company";
                        /** @enum {string} */
                        capabilityStatus?: "Enabled" | "Suspended";
                        consumedUnits?: number;
                        /** @description {tenantId}_{skuId} */
                        id?: string;
                        prepaidUnits?: {
                            enabled: number;
                            lockedOut: number;
                            suspended: number;
                            /** @description Ours: it is never used up, whatever `enabled` says */
                            unlimited: boolean;
                            warning: number;
                        };
                        servicePlans?: {
                            appliesTo: string;
                            provisioningStatus: string;
                            /** Format: uuid */
                            servicePlanId: string;
                            servicePlanName: string;
                        }[];
                        /** Format: uuid */
                        skuId?: string;
                        skuPartNumber?: string;
                        subscriptionIds?: string[];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0Users: {
        parameters: {
            query?: {
                $filter?: string;
                /** @description Names of properties, with commas between them */
                $select?: string;
                $skiptoken?: string;
                $top?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        /** @description Rows in this answer */
                        "@odata.count"?: number;
                        /** @description The next page, to be followed as it is */
                        "@odata.nextLink"?: string;
                        value: {
                            accountEnabled?: boolean;
                            assignedLicenses?: {
                                disabledPlans: string[];
                                /** Format: uuid */
                                skuId: string;
                            }[];
                            assignedPlans?: {
                                assignedDateTime: string | null;
                                capabilityStatus: string;
                                service: string;
                                /** Format: uuid */
                                servicePlanId: string;
                            }[];
                            businessPhones?: string[];
                            createdDateTime?: string;
                            /** @description The cost centre */
                            department?: string | null;
                            displayName?: string;
                            givenName?: string | null;
                            /** Format: uuid */
                            id?: string;
                            jobTitle?: string | null;
                            mail?: string | null;
                            mobilePhone?: string | null;
                            officeLocation?: string | null;
                            otherMails?: string[];
                            preferredLanguage?: string | null;
                            surname?: string | null;
                            usageLocation?: string;
                            userPrincipalName?: string;
                            userType?: string;
                        }[];
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getGraph0UsersOne: {
        parameters: {
            query?: {
                /** @description Names of properties, with commas between them */
                $select?: string;
            };
            header?: never;
            path: {
                /** @description Object id, principal name or alias */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        accountEnabled?: boolean;
                        assignedLicenses?: {
                            disabledPlans: string[];
                            /** Format: uuid */
                            skuId: string;
                        }[];
                        assignedPlans?: {
                            assignedDateTime: string | null;
                            capabilityStatus: string;
                            service: string;
                            /** Format: uuid */
                            servicePlanId: string;
                        }[];
                        businessPhones?: string[];
                        createdDateTime?: string;
                        /** @description The cost centre */
                        department?: string | null;
                        displayName?: string;
                        givenName?: string | null;
                        /** Format: uuid */
                        id?: string;
                        jobTitle?: string | null;
                        mail?: string | null;
                        mobilePhone?: string | null;
                        officeLocation?: string | null;
                        otherMails?: string[];
                        preferredLanguage?: string | null;
                        surname?: string | null;
                        usageLocation?: string;
                        userPrincipalName?: string;
                        userType?: string;
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    postGraph0UsersAssignLicense: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Object id, principal name or alias */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default [] */
                    addLicenses?: {
                        /** @default [] */
                        disabledPlans?: string[];
                        /** Format: uuid */
                        skuId: string;
                    }[];
                    /** @default [] */
                    removeLicenses?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What the answer is, as an address */
                        "@odata.context": string;
                        accountEnabled: boolean;
                        assignedLicenses: {
                            disabledPlans: string[];
                            /** Format: uuid */
                            skuId: string;
                        }[];
                        assignedPlans: {
                            assignedDateTime: string | null;
                            capabilityStatus: string;
                            service: string;
                            /** Format: uuid */
                            servicePlanId: string;
                        }[];
                        businessPhones: string[];
                        createdDateTime: string;
                        /** @description The cost centre */
                        department: string | null;
                        displayName: string;
                        givenName: string | null;
                        /** Format: uuid */
                        id: string;
                        jobTitle: string | null;
                        mail: string | null;
                        mobilePhone: string | null;
                        officeLocation: string | null;
                        otherMails: string[];
                        preferredLanguage: string | null;
                        surname: string | null;
                        usageLocation: string;
                        userPrincipalName: string;
                        userType: string;
                    };
                };
            };
            /** @description What is wrong, as Graph says it */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GraphError"];
                };
            };
        };
    };
    getHealthz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getMetrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Prometheus text */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/plain": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOpenapiJson: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        [key: string]: unknown;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getReadyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        status: "ok";
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getApiKeys: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ApiKey"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiKeys: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: date-time
                     * @description Absent: it works until it is revoked
                     */
                    expiresAt?: string;
                    name: string;
                    /** @description The one organisation that it may see; absent: all, or the one of whoever makes it */
                    organization?: string;
                    /** @description switch: charge calls. read. admin: change things; without an organization, all */
                    scopes: ("switch" | "read" | "admin")[];
                    /** @description Whose call ids it uses; absent: the key is a switch of its own */
                    switch?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        createdAt: string;
                        expiresAt: string | null;
                        id: string;
                        /** @description Shown this once; a repeat has it not */
                        key?: string;
                        /** @description To within some minutes */
                        lastUsedAt: string | null;
                        name: string;
                        /** @description Rotated: the key before this one works until then */
                        oldKeyUntil: string | null;
                        organization: string | null;
                        revokedAt: string | null;
                        scopes: ("switch" | "read" | "admin")[];
                        switch: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteApiKeys: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Revoked; other processes know within five seconds */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postApiKeysRotate: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description So long the former key works beside the new one
                     * @default 0
                     */
                    overlapSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        createdAt: string;
                        expiresAt: string | null;
                        id: string;
                        /** @description Shown this once; a repeat has it not */
                        key?: string;
                        /** @description To within some minutes */
                        lastUsedAt: string | null;
                        name: string;
                        /** @description Rotated: the key before this one works until then */
                        oldKeyUntil: string | null;
                        organization: string | null;
                        revokedAt: string | null;
                        scopes: ("switch" | "read" | "admin")[];
                        switch: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditLog: {
        parameters: {
            query?: {
                /** @description Part of the action or its words */
                action?: string;
                /** @description An id, or part of a name */
                actor?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                from?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description Not included */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditLogCsv: {
        parameters: {
            query?: {
                /** @description Part of the action or its words */
                action?: string;
                /** @description An id, or part of a name */
                actor?: string;
                from?: string;
                /** @description Not included */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditLogVerify: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        broken: {
                            id: string;
                            message: string;
                        } | null;
                        entries: number;
                        /** @description Of the last entry; worth noting elsewhere */
                        hash: string;
                        intact: boolean;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAudits: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Audit"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postAudits: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getAuditsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Audit"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCalls: {
        parameters: {
            query?: {
                callId?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                organization?: string;
                state?: "active";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Call"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description The switch's own id of the call
                     * @example a84b4c76e66710@pc33.example.com
                     */
                    callId: string;
                    /** @enum {string} */
                    callType?: "user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out" | "dr_in_ucap" | "dr_out_ucap";
                    conferenceId?: string;
                    correlationId?: string;
                    from: string;
                    /** Format: date-time */
                    invitedAt?: string;
                    mediaBypass?: boolean;
                    mediaRegion?: string;
                    node?: string;
                    organization?: string;
                    /**
                     * @description The switch's own id of the call
                     * @example a84b4c76e66710@pc33.example.com
                     */
                    parentCallId?: string;
                    requestedSeconds?: number;
                    signalingRegion?: string;
                    /** Format: date-time */
                    startedAt?: string;
                    startedBy?: string;
                    to: string;
                    trunk?: string;
                    /** @description Principal name, object id, SIP address or own number */
                    user?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description To be played at warnAtSeconds, of a last grant */
                        announcement?: string;
                        callId: string;
                        finalGrant: boolean;
                        funding: {
                            amount?: string;
                            lot?: string;
                            seconds: number;
                            /** @example pool:MCOPSTN5:GB:domestic */
                            source: string;
                        }[];
                        /** @constant */
                        granted: true;
                        grantedSeconds: number;
                        id: string;
                        /** @description Total since answer that is paid for; never shrinks */
                        limitSeconds: number;
                        nextUpdateSeconds?: number;
                        warnAtSeconds?: number;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getCallsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The switch's own id of the call */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsAnswer: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The switch's own id of the call */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    answeredAt?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        callId: string;
                        id: string;
                        limitSeconds: number;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsHangUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The switch's own id of the call */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        billedSeconds: number;
                        callId: string;
                        charge: string;
                        /** @description Null for an emergency call that belongs to nobody */
                        currency: string | null;
                        funding: {
                            amount?: string;
                            lot?: string;
                            seconds: number;
                            /** @example pool:MCOPSTN5:GB:domestic */
                            source: string;
                        }[];
                        overrunSeconds?: number;
                        usedSeconds: number;
                    };
                };
            };
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        callId: string;
                        command: components["schemas"]["SwitchCommand"];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsRelease: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The switch's own id of the call */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: date-time */
                    answeredAt?: string;
                    call?: {
                        /**
                         * @description The switch's own id of the call
                         * @example a84b4c76e66710@pc33.example.com
                         */
                        callId?: string;
                        /** @enum {string} */
                        callType?: "user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out" | "dr_in_ucap" | "dr_out_ucap";
                        conferenceId?: string;
                        correlationId?: string;
                        from: string;
                        /** Format: date-time */
                        invitedAt?: string;
                        mediaBypass?: boolean;
                        mediaRegion?: string;
                        node?: string;
                        organization?: string;
                        /**
                         * @description The switch's own id of the call
                         * @example a84b4c76e66710@pc33.example.com
                         */
                        parentCallId?: string;
                        requestedSeconds?: number;
                        signalingRegion?: string;
                        /** Format: date-time */
                        startedAt?: string;
                        startedBy?: string;
                        to: string;
                        trunk?: string;
                        /** @description Principal name, object id, SIP address or own number */
                        user?: string;
                    };
                    cause?: string | number;
                    /** Format: date-time */
                    endedAt?: string;
                    /** Format: date-time */
                    failedAt?: string;
                    sipCode?: number;
                    sipPhrase?: string;
                    subCode?: number;
                    /** @description Total seconds since answer */
                    usedSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        billedSeconds: number;
                        callId: string;
                        charge: string;
                        /** @description Null for an emergency call that belongs to nobody */
                        currency: string | null;
                        funding: {
                            amount?: string;
                            lot?: string;
                            seconds: number;
                            /** @example pool:MCOPSTN5:GB:domestic */
                            source: string;
                        }[];
                        overrunSeconds?: number;
                        usedSeconds: number;
                    };
                };
            };
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        known: false;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description The switch's own id of the call */
                callId: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    conferenceId?: string;
                    requestedSeconds?: number;
                    /** @description Total seconds since answer */
                    usedSeconds: number;
                    user?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description To be played at warnAtSeconds, of a last grant */
                        announcement?: string;
                        callId: string;
                        finalGrant: boolean;
                        funding: {
                            amount?: string;
                            lot?: string;
                            seconds: number;
                            /** @example pool:MCOPSTN5:GB:domestic */
                            source: string;
                        }[];
                        /** @constant */
                        granted: true;
                        grantedSeconds: number;
                        id: string;
                        /** @description Total since answer that is paid for; never shrinks */
                        limitSeconds: number;
                        nextUpdateSeconds?: number;
                        warnAtSeconds?: number;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsBatch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    operations: unknown[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        results: {
                            body: {
                                [key: string]: unknown;
                            };
                            status: number;
                        }[];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postCallsReconcile: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    active: string[];
                    /** Format: date-time */
                    asOf: string;
                    node?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        missing: string[];
                        unknown: string[];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getDialOutPolicies: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["DialOutPolicy"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getEvents: {
        parameters: {
            query?: {
                organization?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description text/event-stream */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getHealth: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Health"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getIncidents: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                state?: "open" | "settled";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Incident"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postIncidentsSettle: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    allow: boolean;
                    message?: string;
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    displayName?: string;
                    /** Format: email */
                    email: string;
                    /** @example en */
                    preferredLanguage?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postInvitationsAccept: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    password: string;
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What to sign in as */
                        email: string;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postMailBounces: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** Format: email */
                    address: string;
                    /** @description Of the mail; absent: all that was sent there in the last days */
                    messageId?: string;
                    /** @description What the other mail server said */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Mails that it was about */
                        failed: number;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizations: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description worry: the most worrying first */
                order?: "id" | "worry";
                /** @description Part of a name or id */
                q?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrganizationListed"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    billing?: {
                        /** @enum {string} */
                        agreement: "direct" | "enterprise" | "customer" | "partner";
                        /** @example US */
                        country: string;
                        enterpriseAgreements?: string[];
                    };
                    /** @example US */
                    country?: string;
                    /** @example USD */
                    currency?: string;
                    displayName?: string;
                    /** @example en */
                    preferredLanguage?: string;
                    /** @description Name or id of the deck to price by; null: all of the currency */
                    rateDeck?: string | null;
                    tenantId?: string | null;
                    /** @example America/Los_Angeles */
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Organization"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsAdjustments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example -12.5 */
                    amount: string;
                    /** @example USD */
                    currency?: string;
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Adjustment"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsAuditLog: {
        parameters: {
            query?: {
                /** @description Part of the action or its words */
                action?: string;
                /** @description An id, or part of a name */
                actor?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                from?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description Not included */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AuditEntry"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsAuditLogCsv: {
        parameters: {
            query?: {
                /** @description Part of the action or its words */
                action?: string;
                /** @description An id, or part of a name */
                actor?: string;
                from?: string;
                /** @description Not included */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description CSV */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsAuditLogVerify: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        broken: {
                            id: string;
                            message: string;
                        } | null;
                        entries: number;
                        /** @description Of the last entry; worth noting elsewhere */
                        hash: string;
                        intact: boolean;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsAutoRecharge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoRecharge"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsAutoRecharge: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description So long after a recharge nothing more is bought by itself; 0: until the balance is back over the trigger */
                    coolDownSeconds?: number;
                    /** @example USD */
                    currency?: string;
                    dailyCap?: string | null;
                    enabled?: boolean;
                    /** @description Charged in this order where the payment method does not pay */
                    fallbackMethods?: string[];
                    monthlyCap?: string | null;
                    paymentMethod?: string;
                    /** @example 12.5 */
                    rechargeAmount?: string;
                    /** @description Buy up to this balance instead, at least the recharge amount */
                    targetAmount?: string | null;
                    /**
                     * @description Bought when the available credits are strictly below it
                     * @example 12.5
                     */
                    triggerAmount?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AutoRecharge"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsBrakes: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Brake"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsBrakesOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brake"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsBrakes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example USD */
                    currency?: string;
                    enabled?: boolean;
                    hourlyAmount?: string | null;
                    hourlyCalls?: number | null;
                    hourlyMinutes?: number | null;
                    /** @enum {string} */
                    scope?: "user" | "number" | "organization";
                    subject?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brake"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsBrakes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsBrakesLift: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Kept with who asked and when */
                    reason: string;
                    /** Format: date-time */
                    until?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Brake"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsBrakesLifts: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Lift"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsBudgets: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Budget"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsBudgetsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsBudgets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example USD */
                    currency?: string;
                    enabled?: boolean;
                    /** @example 12.5 */
                    monthlyAmount?: string;
                    /** @enum {string} */
                    scope?: "user" | "cost-center" | "organization";
                    stop?: boolean;
                    /** @description A user by any name, or a cost centre */
                    subject?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsBudgets: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsBudgetsLift: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example USD */
                    currency?: string;
                    /** @example 12.5 */
                    monthlyAmount?: string;
                    /** @description Kept with who asked and when */
                    reason: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Budget"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsBudgetsLifts: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Lift"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCallPrices: {
        parameters: {
            query: {
                /** @description A number as it is dialled, or a country (alpha-2) */
                to: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallPrices"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCallingSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingSettings"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsCallingSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Whose calls to toll-free numbers are refused
                     * @example [
                     *       "+881",
                     *       "+12025550"
                     *     ]
                     */
                    blockedCallers?: string[];
                    /**
                     * @example [
                     *       "CU",
                     *       "+4479"
                     *     ]
                     */
                    blockedDestinations?: string[];
                    /** @example USD */
                    currency?: string;
                    /**
                     * @description Of users without one of their own
                     * @example DialoutCPCandPSTNInternational
                     */
                    defaultDialOutPolicy?: string | null;
                    maxCallSeconds?: number | null;
                    maxConcurrentCalls?: number | null;
                    maxPricePerMinute?: string | null;
                    /** @description Whether dial-out from a meeting that the conferencing pool does not pay takes minutes of the organiser's calling plans, where they include the number, before it costs credits */
                    meetingsUseCallingPlan?: boolean;
                    /** @enum {string} */
                    premiumCalls?: "blocked" | "allowed";
                    /** @description Whether a plan with domestic and international minutes (MCOPSTN2) pays nothing more in a month, for anybody in that country, once either of its pools is used up */
                    strictEither?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingSettings"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsCardForms: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        clientSecret: string;
                        provider: string;
                        /** @description Absent where STRIPE_PUBLISHABLE_KEY is not set */
                        script?: components["schemas"]["ProviderScript"];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsChargeback: {
        parameters: {
            query: {
                format?: "json" | "csv";
                month: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description One line for each cost centre */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Chargeback"];
                    "text/csv": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsConferenceBridges: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ConferenceBridge"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsConferenceBridgesOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConferenceBridge"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsConferenceBridges: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    displayName?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConferenceBridge"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsConfigurationCheck: {
        parameters: {
            query?: {
                code?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                severity?: "error" | "warning" | "info";
                /** @description Id of one user, number, attendant, queue or licence */
                subject?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description Of all that is found, by code */
                        counts: {
                            [key: string]: number;
                        };
                        items: components["schemas"]["ConfigurationFinding"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCostCenters: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CostCenter"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCostCentersOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostCenter"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsCostCenters: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    displayName?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CostCenter"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCredits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Credits"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCreditsForecast: {
        parameters: {
            query?: {
                /** @description How many days `line` has, from today; absent: those of this month */
                days?: number;
                /** @description Empty: as if there were none */
                monthlyCap?: string | "";
                rechargeAmount?: string;
                /** @description As if auto-recharge were set so; absent: as it is set */
                triggerAmount?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Forecast"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCustomReports: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CustomReport"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCustomReportsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomReport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsCustomReports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    displayName?: string;
                    filters?: {
                        callType?: ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out")[];
                        capability?: string;
                        charged?: boolean;
                        costCenter?: string;
                        /** @example US */
                        destinationCountry?: string;
                        number?: string;
                        /** @enum {string} */
                        report?: "calling-plan" | "direct-routing";
                        user?: string;
                    };
                    measures?: ("calls" | "refused" | "usedSeconds" | "poolMinutes" | "charge")[];
                    /** @description Whole days, UTC: so many before today, a month, or from a day to another, exclusive */
                    period?: {
                        days: number;
                    } | {
                        /** @enum {string} */
                        month: "this" | "last";
                    } | {
                        /** Format: date */
                        from: string;
                        /** Format: date */
                        to: string;
                    };
                    /** @description What the lines are grouped by, in that order */
                    rows?: ("day" | "month" | "user" | "destination" | "country" | "numberType" | "costCenter" | "callType" | "capability")[];
                    /** @description Null: not any more */
                    schedule?: {
                        /**
                         * @description At six in the morning of the organisation's time zone
                         * @enum {string}
                         */
                        every: "day" | "week" | "month";
                        /**
                         * @default xlsx
                         * @enum {string}
                         */
                        format?: "xlsx" | "csv";
                        recipients: string[];
                    } | null;
                    /** @description With everybody of the organisation who may see reports */
                    shared?: boolean;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomReport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsCustomReports: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCustomReportsMails: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            address: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-22T14:00:00.000Z
                             */
                            dueAt: string;
                            failure: string | null;
                            /** @enum {string} */
                            state: "pending" | "sent" | "captured" | "failed";
                            tries: number;
                        }[];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsCustomReportsRun: {
        parameters: {
            query?: {
                format?: "json" | "xlsx" | "csv";
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The report */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CustomReportRun"];
                    "text/csv": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsDisputes: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Dispute"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsDisputesOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsDisputesSettle: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    message?: string;
                    /** @enum {string} */
                    outcome: "won" | "lost";
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Dispute"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsEligibility: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Eligibility"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsFundingRecommendation: {
        parameters: {
            query?: {
                /** @description How long a recharge may take */
                leadHours?: number;
                /** @description Chance, per recharge, that the balance reaches zero before it has come */
                risk?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FundingRecommendation"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsIncidents: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                state?: "open" | "settled";
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Incident"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsIncidents: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    message?: string;
                    subject?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsIncidentsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsIncidentsMessages: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    message: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Incident"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsInvitations: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * Format: email
                     * @description Instead: a mail address or any name of the person
                     */
                    email?: string;
                    /** @description Given to the person first */
                    roles?: string[];
                    userPrincipalName?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Invitation"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsLedger: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Transfer"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsLicenseAssignments: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description Part numbers
                     * @default []
                     */
                    add?: string[];
                    /**
                     * @description Only say what would change
                     * @default false
                     */
                    dryRun?: boolean;
                    /** @description Instead of users: whoever the list of users shows for it */
                    filter?: {
                        costCenter?: string;
                        /** @enum {string} */
                        kind?: "person" | "resource-account";
                        /** @description Part number that is held */
                        license?: string;
                        /** @description Part number that is not held */
                        missingLicense?: string;
                        /**
                         * @description Holds a plan whose calls may need credits, without the Communications Credits licence
                         * @enum {string}
                         */
                        needs?: "credits-license";
                        /** @description Name, older name or template id */
                        role?: string;
                        /** @description In name, principal name, mail, alias or number */
                        search?: string;
                        /** @example US */
                        usageLocation?: string;
                    };
                    /**
                     * @description Part numbers; what a rule gives stays
                     * @default []
                     */
                    remove?: string[];
                    /** @description Principal names, object ids or aliases */
                    users?: string[];
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseAssignment"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsLicenseRules: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["LicenseRule"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsLicenseRulesOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseRule"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsLicenseRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Part numbers */
                    assign?: string[];
                    displayName?: string;
                    enabled?: boolean;
                    /** @description All that are given must hold; none: everybody */
                    when?: {
                        costCenter?: string;
                        /** @description Domestic, international or pay-as-you-go */
                        hasCallingPlan?: boolean;
                        /** @enum {string} */
                        kind?: "person" | "resource-account";
                        /** @description Part number that is held */
                        license?: string;
                        /** @example US */
                        usageLocation?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseRule"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsLicenseRules: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsLicenseRulesPreview: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Part numbers */
                    assign?: string[];
                    displayName?: string;
                    enabled?: boolean;
                    /** @description All that are given must hold; none: everybody */
                    when?: {
                        costCenter?: string;
                        /** @description Domestic, international or pay-as-you-go */
                        hasCallingPlan?: boolean;
                        /** @enum {string} */
                        kind?: "person" | "resource-account";
                        /** @description Part number that is held */
                        license?: string;
                        /** @example US */
                        usageLocation?: string;
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LicenseRulePreview"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsLicenses: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["License"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsNoticeRecipients: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WhoIsTold"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsNoticeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSettings"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsNoticeSettings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    additionalRecipients?: {
                        /** @default null */
                        displayName?: string | null;
                        /**
                         * @description null: all
                         * @default null
                         */
                        events?: ("recharge.succeeded" | "top-up.succeeded" | "recharge.failed" | "recharge.paused" | "balance.zero" | "balance.low" | "debt.booked" | "pool.80" | "pool.100" | "budget.80" | "budget.100" | "brake.reached" | "lot.expiring" | "card.expiring" | "refund.succeeded" | "dispute.opened" | "dispute.settled" | "spending.unusual" | "advice.changed" | "charges.corrected" | "rates.changing")[] | null;
                        /** Format: email */
                        mail: string;
                        /** @default null */
                        preferredLanguage?: string | null;
                    }[];
                    /** @example USD */
                    currency?: string;
                    /** @description Choices by event; replaces all there were */
                    events?: {
                        "advice.changed"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "balance.low"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "balance.zero"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "brake.reached"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "budget.80"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "budget.100"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "card.expiring"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "charges.corrected"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "debt.booked"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "dispute.opened"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "dispute.settled"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "lot.expiring"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "pool.80"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "pool.100"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "rates.changing"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "recharge.failed"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "recharge.paused"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "recharge.succeeded"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "refund.succeeded"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "spending.unusual"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                        "top-up.succeeded"?: {
                            /** @description Principal names of those who do not want it */
                            muted?: string[];
                            /** @description Only holders of these of the 16 roles; []: no role holder; null or absent: all of them */
                            roles?: string[] | null;
                        };
                    };
                    /** @description Amounts; `balance.low` when the available credits fall below one of them */
                    lowBalance?: string[];
                    /** @description So many days before prices change, `rates.changing` tells of it; 7 unless set */
                    rateChangeDays?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeSettings"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsNotices: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Notice"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsNumbers: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Number"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsNumbersOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description E.164, or as it is dialled in the organisation's country */
                e164: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description E.164, or as it is dialled in the organisation's country */
                e164: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @description calling-plan where absent
                     * @enum {string}
                     */
                    carrier?: "calling-plan" | "direct-routing" | "operator-connect";
                    /** @enum {string} */
                    kind?: "subscriber" | "service-toll" | "service-toll-free" | "service-premium";
                    /** @description A bridge, attendant or queue that does not exist yet is made; a user must exist. Unassigned has no id. */
                    use?: {
                        id?: string | null;
                        /** @enum {string} */
                        type: "user" | "conference-bridge" | "auto-attendant" | "call-queue" | "unassigned";
                    };
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Number"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsNumbers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description E.164, or as it is dialled in the organisation's country */
                e164: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsPayAsYouGo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayAsYouGo"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsPayAsYouGo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example USD */
                    currency?: string;
                    enabled?: boolean;
                    monthlyLimit?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayAsYouGo"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsPayAsYouGoSwitchOver: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PayAsYouGo"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsPaymentMethods: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PaymentMethod"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsPaymentMethods: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description The payment provider's token of the card; of the test provider one of tok_visa, tok_declined, tok_expired, tok_insufficient_funds, tok_authentication_required, tok_timeout, tok_charge_then_dispute */
                    token: string;
                    /** @constant */
                    type: "card";
                } | {
                    agreementNumber: string;
                    purchaseOrder?: string;
                    /** @constant */
                    type: "enterprise-agreement";
                    /**
                     * Format: date
                     * @example 2026-11-22
                     */
                    validFrom?: string;
                    /**
                     * Format: date
                     * @description The last day
                     * @example 2026-11-22
                     */
                    validTo?: string;
                } | {
                    /** @constant */
                    type: "partner";
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentMethod"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsPaymentMethodsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentMethod"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsPaymentMethods: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    purchaseOrder?: string | null;
                    validFrom?: string | null;
                    validTo?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PaymentMethod"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsPools: {
        parameters: {
            query?: {
                /** @description Absent: the present one in the organisation's time zone */
                month?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Pool"][];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsPoolsArithmetic: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PoolArithmetic"][];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsRateChanges: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ComingRateChange"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsSignInAccounts: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SignInAccount"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsSignInAccounts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                email: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsStatements: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Statement"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsSubscriptions: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Subscription"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsSubscriptionsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
                /** @description Part number of the product */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsSubscriptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
                /** @description Part number of the product */
                sku: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Licences bought in all */
                    purchased: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Subscription"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsTestCalls: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @enum {string} */
                    callType?: "user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out";
                    /** @description Absent: a number of the user's, or of a conference bridge */
                    from?: string;
                    /** @description How long it lasts if it is let; 0: not answered */
                    seconds: number;
                    to: string;
                    /** @description Who calls, or organises the meeting: a principal name */
                    user: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Call"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsTopUps: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["TopUp"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsTopUps: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example 12.5 */
                    amount: string;
                    /** @example USD */
                    currency?: string;
                    paymentMethod: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsTopUpsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUp"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsTopUpsConfirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TopUpConfirmation"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsTopUpsReceipt: {
        parameters: {
            query?: {
                lang?: "en" | "ja";
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The receipt */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/pdf": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsTopUpsRefundPreview: {
        parameters: {
            query?: {
                amount?: string;
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RefundPreview"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsTopUpsRefunds: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Refund"][];
                        nextCursor: null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsTopUpsRefunds: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @example 12.5 */
                    amount?: string;
                    /** @example USD */
                    currency?: string;
                    reason?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refund"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsage: {
        parameters: {
            query?: {
                /** @description May be repeated */
                callType?: ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out") | ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out")[];
                capability?: string;
                charged?: "true" | "false";
                /** @description Empty: of people without one */
                costCenter?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Instead of `from`, such as 7 or 28 */
                days?: number;
                destinationCountry?: string;
                /** @description Inclusive; a date begins at 00:00 UTC. Absent: 28 days before `to` */
                from?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description The number outside, E.164 */
                number?: string;
                order?: "asc" | "desc";
                /** @description Calls that were refused are asked for, since they took no place */
                refused?: "true" | "false" | "any";
                /** @description One tab of the report */
                report?: "calling-plan" | "direct-routing";
                sort?: "startedAt" | "user" | "callType" | "destination" | "capability" | "costCenter" | "duration" | "charge";
                /** @description Exclusive. Absent: the end of today, UTC */
                to?: string;
                /** @description Any name the user goes by; empty: nobody */
                user?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UsageRow"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageExports: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UsageExport"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsUsageExports: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /**
                     * @default zip
                     * @enum {string}
                     */
                    format?: "zip" | "xlsx";
                    /** @example 2026-11-01 */
                    from: string;
                    /** @example 2026-11-01 */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageExport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageExportsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageExport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageExportsFile: {
        parameters: {
            query: {
                token: string;
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet": string;
                    "application/zip": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageImports: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UsageImport"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsUsageImports: {
        parameters: {
            query?: {
                dryRun?: "true" | "false";
                /** @description The id of a saved mapping, or one as JSON */
                mapping?: string;
            };
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "multipart/form-data": {
                    /** Format: binary */
                    file?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageImport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageImportsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageImport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageImportsPricing: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsagePricing"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageImportsRefused: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description The member of a zip */
                            file?: string;
                            line: number;
                            why: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageMappings: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["UsageMapping"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageMappingsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageMapping"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsUsageMappings: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Meaning: name of the column in the header; null: none, whatever would be guessed */
                    columns?: {
                        [key: string]: string | null;
                    };
                    /** @description Of charges that name none */
                    currency?: string | null;
                    /**
                     * @description Of dates such as 03/04/2026
                     * @enum {string}
                     */
                    dateOrder?: "dmy" | "mdy";
                    /** @enum {string} */
                    decimal?: "." | ",";
                    /** @enum {string} */
                    delimiter?: "," | ";" | "\t" | "|";
                    /** @enum {string} */
                    durationUnit?: "seconds" | "minutes" | "milliseconds";
                    /** @enum {string} */
                    encoding?: "utf-8" | "utf-16le" | "utf-16be" | "shift_jis" | "windows-1252";
                    /** @description Of times without an offset; absent: UTC where the file is of Teams or its header says so, else that of the organisation */
                    timeZone?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageMapping"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageBlocked: {
        parameters: {
            query?: {
                /** @description Instead of `from`, such as 7 or 28 */
                days?: number;
                /** @description Inclusive; a date begins at 00:00 UTC. Absent: 28 days before `to` */
                from?: string;
                /** @description Exclusive. Absent: the end of today, UTC */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            calls: number;
                            code: string;
                            /**
                             * Format: date-time
                             * @example 2026-11-22T14:00:00.000Z
                             */
                            lastAt: string;
                            reason: string;
                            remedy: string;
                            /** @description How many people */
                            users: number;
                        }[];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageBlockedUsers: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Instead of `from`, such as 7 or 28 */
                days?: number;
                /** @description Inclusive; a date begins at 00:00 UTC. Absent: 28 days before `to` */
                from?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description Exclusive. Absent: the end of today, UTC */
                to?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /**
                             * Format: date-time
                             * @example 2026-11-22T14:00:00.000Z
                             */
                            at: string;
                            callId: string;
                            callType: string;
                            code: string;
                            displayName: string | null;
                            /** @description Licences */
                            missing: string[];
                            /** @description That was called, or that called */
                            number: string;
                            reason: string;
                            remedy: string;
                            user: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageDays: {
        parameters: {
            query?: {
                /** @description May be repeated */
                callType?: ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out") | ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out")[];
                capability?: string;
                charged?: "true" | "false";
                /** @description Empty: of people without one */
                costCenter?: string;
                /** @description Instead of `from`, such as 7 or 28 */
                days?: number;
                destinationCountry?: string;
                /** @description Inclusive; a date begins at 00:00 UTC. Absent: 28 days before `to` */
                from?: string;
                /** @description The number outside, E.164 */
                number?: string;
                /** @description One tab of the report */
                report?: "calling-plan" | "direct-routing";
                /** @description Exclusive. Absent: the end of today, UTC */
                to?: string;
                /** @description Any name the user goes by; empty: nobody */
                user?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UsageDays"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsageSpend: {
        parameters: {
            query: {
                by: "day" | "month" | "user" | "destination" | "country" | "numberType" | "costCenter" | "callType" | "capability";
                /** @description May be repeated */
                callType?: ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out") | ("user_in" | "user_out" | "user_out_conf" | "user_out_transfer" | "user_out_forwarding" | "conf_in" | "conf_out" | "ucap_in" | "ucap_out" | "unassigned_in" | "dr_in" | "dr_out" | "dr_out_user_conf" | "dr_out_user_forwarding" | "dr_out_user_transfer" | "dr_in_bot" | "dr_out_bot" | "dr_unassigned_in" | "dr_emergency_out" | "oc_in" | "oc_out" | "oc_out_user_conf" | "oc_out_user_forwarding" | "oc_out_user_transfer" | "oc_in_bot" | "oc_out_bot" | "oc_unassigned_in" | "oc_emergency_out")[];
                capability?: string;
                charged?: "true" | "false";
                /** @description Empty: of people without one */
                costCenter?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Instead of `from`, such as 7 or 28 */
                days?: number;
                destinationCountry?: string;
                /** @description Inclusive; a date begins at 00:00 UTC. Absent: 28 days before `to` */
                from?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description The number outside, E.164 */
                number?: string;
                /** @description One tab of the report */
                report?: "calling-plan" | "direct-routing";
                /** @description Exclusive. Absent: the end of today, UTC */
                to?: string;
                /** @description Any name the user goes by; empty: nobody */
                user?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @example USD */
                        currency: string;
                        items: components["schemas"]["SpendItem"][];
                        nextCursor: string | null;
                        total: {
                            /** @description That were let through, answered or not */
                            calls: number;
                            /** @example 12.5 */
                            charge: string;
                            poolMinutes: number;
                            refused: number;
                            usedSeconds: number;
                        };
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsers: {
        parameters: {
            query?: {
                costCenter?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                kind?: "person" | "resource-account";
                license?: string;
                /** @description Most items to give back */
                limit?: number;
                missingLicense?: string;
                needs?: "credits-license";
                order?: "asc" | "desc";
                role?: string;
                search?: string;
                sort?: "userPrincipalName" | "displayName" | "usageLocation" | "costCenter" | "createdAt";
                usageLocation?: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["User"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsersOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
                userPrincipalName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
                userPrincipalName: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Further names that a switch may call the user by */
                    aliases?: string[];
                    alternateMail?: string | null;
                    costCenter?: string | null;
                    /** @example DialoutCPCandPSTNInternational */
                    dialOutPolicy?: string | null;
                    displayName?: string;
                    /** @enum {string} */
                    kind?: "person" | "resource-account";
                    /** @description Part numbers; together all that the user holds */
                    licenses?: string[];
                    mail?: string | null;
                    /**
                     * Format: uuid
                     * @description Made up where absent
                     */
                    objectId?: string;
                    preferredLanguage?: string | null;
                    /** @description Names of administrator roles, older ones too, or template ids */
                    roles?: string[];
                    /**
                     * @description Country of the user's licences
                     * @example US
                     */
                    usageLocation?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["User"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsUsers: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
                userPrincipalName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsersCalling: {
        parameters: {
            query: {
                /** @description A number as it is dialled, or a country (alpha-2) */
                to: string;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
                userPrincipalName: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallingCheck"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsUsersExport: {
        parameters: {
            query?: {
                /** @description Byte order mark first, for Excel */
                bom?: "true" | "false";
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsUsersImport: {
        parameters: {
            query?: {
                /** @description Only say what would change */
                dryRun?: "true" | "false";
            };
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UserImport"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsVoiceApps: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["VoiceApp"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsVoiceAppsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceApp"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsVoiceApps: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    displayName?: string;
                    /** @enum {string} */
                    kind?: "auto-attendant" | "call-queue";
                    /** @description Principal name of the account that its calls out are of */
                    resourceAccount?: string | null;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["VoiceApp"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsWebhooks: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Webhook"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsWebhooksOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Webhook"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putOrganizationsWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    events?: string[] | null;
                    /** Format: uri */
                    url?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        createdAt: string;
                        /** @description null: all */
                        events: string[] | null;
                        id: string;
                        /** @description So long the secret before signs, too */
                        oldSecretUntil: string | null;
                        /** @description Of Standard Webhooks, `whsec_…`; shown this once */
                        secret?: string;
                        /**
                         * @description gone: it answered 410; put it again to go on
                         * @enum {string}
                         */
                        state: "active" | "gone";
                        url: string;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteOrganizationsWebhooks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Removed; nothing more is sent there */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getOrganizationsWebhooksDeliveries: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["WebhookDelivery"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsWebhooksReplay: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    deliveries?: string[];
                    /** Format: date-time */
                    since?: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        replayed: number;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postOrganizationsWebhooksRotateSecret: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
                /** @description Id of the organisation */
                org: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        createdAt: string;
                        /** @description null: all */
                        events: string[] | null;
                        id: string;
                        /** @description So long the secret before signs, too */
                        oldSecretUntil: string | null;
                        /** @description Of Standard Webhooks, `whsec_…`; shown this once */
                        secret?: string;
                        /**
                         * @description gone: it answered 410; put it again to go on
                         * @enum {string}
                         */
                        state: "active" | "gone";
                        url: string;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPasswordResets: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    email: string;
                };
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        state: "asked";
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postPasswordResetsAccept: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    password: string;
                    token: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description What to sign in as */
                        email: string;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPaymentDifferences: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                state?: "open" | "all";
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["PaymentDifference"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        includedCountries: {
                            /** @description What counts as domestic, where it is more */
                            domesticGroups: {
                                [key: string]: string[];
                            };
                            /** @description Destinations of the international minutes */
                            international: string[];
                            /** @description Destinations of the conferencing minutes */
                            zoneA: string[];
                        };
                        needs: {
                            /** @description Part numbers: of each inner list one is needed. Empty: no licence of a person */
                            anyOf: string[][];
                            /** @enum {string} */
                            credits: "none" | "beyond-minutes" | "every-minute" | "set-up-first";
                            id: string;
                            needs: string;
                            task: string;
                            who: string;
                        }[];
                        plans: components["schemas"]["Plan"][];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getPublicRates: {
        parameters: {
            query?: {
                currency?: string;
                /** @description A number with its country code, or a country; absent: only the currencies */
                to?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PublicRates"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateCorrections: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RateCorrection"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRateCorrections: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @default false */
                    dryRun?: boolean;
                    /**
                     * @description Inclusive, by when calls were authorised; UTC
                     * @example 2026-11-01
                     */
                    from: string;
                    /** @description Absent: all that the deck prices */
                    organizations?: string[];
                    /** @description Id or name of the corrected deck */
                    rateDeck: string;
                    /** @description The organisations read it */
                    reason: string;
                    /**
                     * @description Exclusive; not in the future
                     * @example 2026-11-01
                     */
                    to: string;
                };
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateCorrection"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateCorrectionsOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateCorrection"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRateCorrectionsApply: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateCorrection"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateCorrectionsOrganizations: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OrganizationCorrection"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateCorrectionsOrganizationsCalls: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                id: string;
                org: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["CorrectedCall"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateDecks: {
        parameters: {
            query?: {
                currency?: string;
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["RateDeck"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postRateDecks: {
        parameters: {
            query: {
                currency: string;
                /** @description Only tell what it would change; 200, and nothing is kept */
                dryRun?: "true" | "false";
                name: string;
                /** @description Do not merge it with the others of its currency */
                namedOnly?: "true" | "false";
                /** @description Id or name of the deck that ends where this one begins */
                replaces?: string | "";
            };
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description Of a dry run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateDeckForeseen"];
                };
            };
            /** @description Done */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        effectiveFrom: string;
                        id: string;
                        rows: number;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateDecksOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or name; of a name the newest */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RateDeck"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateDecksComparison: {
        parameters: {
            query?: {
                change?: "dearer" | "cheaper" | "new" | "gone";
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description Id or name of the deck to compare with, by itself. Absent: whatever priced calls before this one began */
                with?: string;
            };
            header?: never;
            path: {
                /** @description Id or name; of a name the newest */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /**
                         * Format: date-time
                         * @description When the last of its rows has begun
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        at: string;
                        counts: {
                            cheaper: number;
                            dearer: number;
                            gone: number;
                            new: number;
                            same: number;
                        };
                        /** @example USD */
                        currency: string;
                        deck: string;
                        /**
                         * Format: date-time
                         * @description When the deck begins
                         * @example 2026-11-22T14:00:00.000Z
                         */
                        from: string;
                        items: components["schemas"]["RateChange"][];
                        nextCursor: string | null;
                        with: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateDecksComparisonOrganizations: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
                /** @description Id or name of the deck to compare with, by itself. Absent: whatever priced calls before this one began */
                with?: string;
            };
            header?: never;
            path: {
                /** @description Id or name; of a name the newest */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: {
                            /** @description To countries whose prices change */
                            calls: number;
                            /**
                             * @description Of those calls
                             * @example 12.5
                             */
                            charge: string;
                            /** @example USD */
                            currency: string;
                            displayName: string;
                            organization: string;
                        }[];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateDecksRateChanges: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path: {
                /** @description Id or name; of a name the newest */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["ComingRateChangeOf"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRateDecksRows: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                /** @description Id or name; of a name the newest */
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The file */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRates: {
        parameters: {
            query: {
                /** @description Absent: now */
                at?: string;
                /** @description Whose country is the origin */
                from?: string;
                /** @description Absent: that of the API key */
                organization?: string;
                service: "user_out" | "conf_out" | "ucap_out" | "tollfree_in" | "conf_in";
                /** @description The number called; for tollfree_in the toll-free number */
                to: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rate"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getRoles: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["AdministratorRole"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSession: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description Of the authenticator, or a recovery code */
                    code?: string;
                    email: string;
                    password: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Session"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSession: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Signed out */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSessionPassword: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    currentPassword: string;
                    newPassword: string;
                };
            };
        };
        responses: {
            /** @description Changed */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSessionTotp: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        otpauthUri: string;
                        secret: string;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSessionTotpConfirm: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    code: string;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        recoveryCodes: string[];
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSessionTotpDisable: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    password: string;
                };
            };
        };
        responses: {
            /** @description Off */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSessions: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["OwnSession"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    deleteSessions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Ended */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSignInOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @description With a password */
                        local: boolean;
                        /** @description With an identity provider */
                        oidc: {
                            name: string;
                            startUrl: string;
                        } | null;
                        /** @description /rates needs no sign-in */
                        publicRates: boolean;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSwitchCommands: {
        parameters: {
            query?: {
                after?: string;
                limit?: number;
                /** @description Only of calls of this node, or of none */
                node?: string;
                waitSeconds?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["SwitchCommand"][];
                        nextCursor: null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postSwitchCommandsDone: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path: {
                id: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        done: true;
                        id: string;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSwitches: {
        parameters: {
            query?: {
                /** @description nextCursor of the page before */
                cursor?: string;
                /** @description Most items to give back */
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        items: components["schemas"]["Switch"][];
                        nextCursor: string | null;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    getSwitchesOne: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                switch: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    putSwitches: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                switch: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": {
                    /** @description It can ask for more time during a call */
                    canUpdate?: boolean;
                    /** @description Where numbers without a country are understood */
                    country?: string | null;
                    defaultGrantSeconds?: number;
                    maximumGrantSeconds?: number;
                    /** @description It says when the other side picks up */
                    reportsAnswer?: boolean;
                    toleranceSeconds?: number;
                    warnSeconds?: number;
                };
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Switch"];
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    postWebhooksStripe: {
        parameters: {
            query?: never;
            header?: {
                /** @description The same request again gets the same answer */
                "Idempotency-Key"?: string;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": Record<string, never>;
            };
        };
        responses: {
            /** @description Done */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        /** @constant */
                        received: true;
                    };
                };
            };
            /** @description What is wrong, by a stable code */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
