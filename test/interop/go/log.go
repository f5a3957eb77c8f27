package main

import (
	"github.com/elastic/elastic-agent-libs/logp"
	"go.uber.org/zap"
	"go.uber.org/zap/zapcore"
	"go.uber.org/zap/zaptest/observer"
)

// newLog returns a logger and what it has logged at warning level or above.
func newLog() (*logp.Logger, func() []string, error) {
	core, logs := observer.New(zapcore.WarnLevel)
	log, err := logp.NewZapLogger(zap.New(core))
	return log, func() []string {
		var messages []string
		for _, entry := range logs.All() {
			messages = append(messages, entry.Level.String()+": "+entry.Message)
		}
		return messages
	}, err
}
