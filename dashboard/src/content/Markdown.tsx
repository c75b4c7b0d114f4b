import { memo } from 'react'
import ReactMarkdown, { type Components } from 'react-markdown'
import remarkGfm from 'remark-gfm'
import { Ansi } from './Ansi'
import { hasAnsi } from './ansi'
import { blocksOf } from './blocks'
import { looksLikeDiff, PatchText } from './Patch'
import { safeAddress } from './links'

const PLUGINS = [remarkGfm]

/** A link shows where it leads, in words, before it is followed. */
function hostOf(address: string): string {
  const url = new URL(address)
  return url.protocol === 'mailto:' ? url.pathname : url.host
}

const COMPONENTS: Components = {
  a({ href, children }) {
    const address = href ? safeAddress(href) : null
    if (!address) return <span title="This link is not followed: its address is not a web address.">{children}</span>
    return (
      <a href={address} target="_blank" rel="noopener noreferrer nofollow ugc">
        {children}
        <span className="prose__host"> ({hostOf(address)})</span>
      </a>
    )
  },
  // An image would tell its server who reads this, and when.
  img({ src, alt }) {
    const address = typeof src === 'string' ? safeAddress(src) : null
    return (
      <span className="prose__image">
        [image: {alt || 'no description'}
        {address && (
          <>
            {', '}
            <a href={address} target="_blank" rel="noopener noreferrer nofollow ugc">
              {hostOf(address)}
            </a>
          </>
        )}
        ]
      </span>
    )
  },
  // Of one level, right below the page's own: an answer may leave levels out, a page may not.
  h1: ({ children }) => <h3 className="prose__large">{children}</h3>,
  h2: ({ children }) => <h3 className="prose__large">{children}</h3>,
  h4: ({ children }) => <h3>{children}</h3>,
  h5: ({ children }) => <h3>{children}</h3>,
  h6: ({ children }) => <h3>{children}</h3>,
  pre: ({ children }) => <>{children}</>,
  table: ({ children }) => (
    <div className="prose__table" tabIndex={0} role="group" aria-label="Table">
      <table>{children}</table>
    </div>
  ),
  code({ className, children }) {
    const text = String(children ?? '')
    const language = /language-([\w+#-]+)/.exec(className ?? '')?.[1]
    if (!language && !text.includes('\n')) return <code>{text}</code>
    const body = text.replace(/\n$/, '')
    if (language === 'diff' || language === 'patch' || (!language && looksLikeDiff(body))) return <PatchText text={body} />
    return (
      <pre className="code" tabIndex={0} aria-label={language ? `Code, ${language}` : 'Code'}>
        {language && <span className="code__language">{language}</span>}
        <code>{hasAnsi(body) ? <Ansi text={body} /> : body}</code>
      </pre>
    )
  },
}

const Block = memo(function Block({ text }: { readonly text: string }) {
  return (
    <ReactMarkdown remarkPlugins={PLUGINS} components={COMPONENTS} urlTransform={(address) => safeAddress(address) ?? ''}>
      {text}
    </ReactMarkdown>
  )
})

/** Markdown of an agent, which is hostile until shown otherwise: no HTML passes, links go by scheme, nothing is loaded. */
export function Markdown({ text }: { readonly text: string }) {
  return (
    <div className="prose">
      {blocksOf(text).map((block, index) => (
        <Block key={index} text={block} />
      ))}
    </div>
  )
}
