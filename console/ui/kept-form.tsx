/** The form of one that is kept as a list (kept-list.tsx): saved as a whole, said, and closed; what it is about are its fields. */
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Form, SubmitButton } from "./form.tsx";
import { useToast } from "./toast.tsx";

interface KeptFormProps {
  save: () => Promise<unknown>;
  /** That it is saved. */
  said: string;
  /** On the button that saves. */
  action: string;
  /** Why it can not be saved now, as a sentence. */
  blocked: string | undefined;
  /** Forgets the draft; then the panel closes. */
  forget: () => void;
  onDone: () => void;
  /** Beside the button that saves. */
  more?: ReactNode;
  /** The fields, told what was wrong with the last attempt. */
  children: (error: unknown) => ReactNode;
}

export function KeptForm({ save, said, action, blocked, forget, onDone, more, children }: KeptFormProps) {
  const queries = useQueryClient();
  const toast = useToast();
  const saving = useMutation({
    mutationFn: save,
    onSuccess: async () => {
      await queries.invalidateQueries();
      forget();
      toast.done(said);
      onDone();
    },
  });
  return (
    <Form
      error={saving.error}
      onSubmit={() => blocked === undefined && !saving.isPending && saving.mutate()}
      buttons={
        <>
          <SubmitButton busy={saving.isPending} blocked={blocked}>
            {action}
          </SubmitButton>
          {more}
        </>
      }
    >
      {children(saving.error)}
    </Form>
  );
}
