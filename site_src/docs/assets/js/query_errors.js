// What went wrong, in plain words: by the words of DuckDB's own message, which is shown below them.
const REASONS = [
  [/file system operations are disabled|external access|Loading external extensions/i, "这里只能查本站的表，不能读文件，也不能取别的网站。"],
  [/configuration has been locked|Cannot change configuration/i, "这里的设置是锁住的。"],
  [/Table with name "?([^\s"]+)"? does not exist/i, (found) => `没有叫 ${found[1]} 的表。表名见下面“可以查的表”。`],
  [/Referenced column "([^"]+)" not found/i, (found) => `没有叫 ${found[1]} 的列。`],
  [/must appear in the GROUP BY/i, "选出的列要么写在 GROUP BY 里，要么放进 sum、count 之类的函数里。"],
  [/exists in the (\w+) extension|extension/i, "这要用到 DuckDB 的扩展，本页没有带。"],
  [/Parser Error|syntax error/i, "这条 SQL 写得不对，DuckDB 读不懂。"],
  [/Conversion Error|Could not convert/i, "类型不对：文字和数字不能直接比较或相加。"],
  [/Out of Memory|memory/i, "内存不够：请加条件，少取一些。"],
  [/no statements/i, "先写一条 SQL。"],
];

/** What DuckDB says, in plain words. */
export function explain(message) {
  for (const [pattern, said] of REASONS) {
    const found = pattern.exec(message);
    if (found) return typeof said === "string" ? said : said(found);
  }
  return "查询没有成功。DuckDB 说：";
}
