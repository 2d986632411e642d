export const common = {
  loading: "読み込み中",
  close: "閉じる",
  cancel: "キャンセル",
  failed: {
    title: "完了できませんでした。",
    offline: "サーバーに接続できません。変更は行われていません。しばらくしてからもう一度お試しください。",
    retry: "再試行",
    partly: "最新の情報に更新できませんでした。表示内容の取得日時:",
    line: "{{line}} 行目: {{message}}",
    lineColumn: "{{line}} 行目、{{column}}: {{message}}",
  },
  refused: {
    title: "この操作を行う権限がありません",
    body: "組織のグローバル管理者に、操作または役割の割り当てを依頼してください。",
    roles: "この操作を行える役割: {{roles}}",
  },
  table: {
    columns: "列の編集",
    export: "エクスポート",
    more: "さらに読み込む",
    chooseAll: "すべての行を選択",
    rows_other: "{{count}} 行",
    rowsSoFar_other: "{{count}} 行 (続きがあります)",
  },
  duration: {
    hours: "{{hours}} 時間 {{minutes}} 分",
    minutes: "{{minutes}} 分 {{seconds}} 秒",
    wholeMinutes: "{{minutes}} 分",
    seconds: "{{seconds}} 秒",
  },
  chart: {
    asTable: "表で表示",
    asChart: "グラフで表示",
    download: "ダウンロード",
    empty: "この期間に表示できるデータはありません。",
  },
};
