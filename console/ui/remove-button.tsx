/** Takes something away for good, once it was said what is lost and asked whether that is meant. */
import { Button, type ButtonProps } from "@fluentui/react-components";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { useToast } from "./toast.tsx";

interface RemoveButtonProps extends Pick<ButtonProps, "size" | "icon"> {
  label: string;
  /** Which one, for who does not see the row that the button stands in. */
  of?: string;
  /** The question. */
  title: string;
  /** What is lost, in a sentence. */
  children: ReactNode;
  /** On the button that does it; as the first one unless said. */
  action?: string;
  /** Why it can not be done now, as a sentence. */
  blocked?: string | undefined;
  remove: () => Promise<unknown>;
  /** That it is done. */
  said: string;
  onDone?: () => void;
}

export function RemoveButton(props: RemoveButtonProps) {
  const { label, of, title, children, action = label, blocked, remove, said, onDone, ...look } = props;
  const queries = useQueryClient();
  const toast = useToast();
  const [asking, setAsking] = useState(false);
  const removing = useMutation({
    mutationFn: remove,
    onSuccess: async () => {
      setAsking(false);
      onDone?.();
      toast.done(said);
      await queries.invalidateQueries();
    },
  });
  return (
    <>
      <Button
        {...look}
        {...(of === undefined ? {} : { "aria-label": `${label}: ${of}` })}
        onClick={() => setAsking(true)}
      >
        {label}
      </Button>
      <ConfirmDialog
        open={asking}
        title={title}
        action={action}
        blocked={blocked}
        busy={removing.isPending}
        error={removing.error}
        onConfirm={() => removing.mutate()}
        onClose={() => setAsking(false)}
      >
        {children}
      </ConfirmDialog>
    </>
  );
}
